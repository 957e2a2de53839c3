package stadion.localmesos.resources;

import java.util.Optional;

/** What makes the name of a role valid by the rules of Mesos' master; problems are told in its words. */
public final class RoleRules {

    private RoleRules() {}

    public static Optional<String> check(String role) {
        if (role.equals("*")) {
            return Optional.empty();
        }
        if (role.isEmpty()) {
            return Optional.of("Role names cannot be the empty string");
        }
        if (role.startsWith("/")) {
            return Optional.of("Role '" + role + "' cannot start with a slash");
        }
        if (role.endsWith("/")) {
            return Optional.of("Role '" + role + "' cannot end with a slash");
        }
        if (role.contains("//")) {
            return Optional.of("Role '" + role + "' cannot contain two adjacent slashes");
        }
        for (var component : role.split("/")) {
            if (component.equals(".") || component.equals("..") || component.equals("*")) {
                return Optional.of("Role '" + role + "' cannot include '" + component + "' as a component");
            }
            if (component.startsWith("-")) {
                return Optional.of("Role component '" + component + "' is invalid because it starts with a dash");
            }
            if (component.chars().anyMatch(c -> (c >= 9 && c <= 13) || c == ' ' || c == 127)) {
                return Optional.of(
                        "Role component '" + component + "' is invalid because it contains backspace or whitespace");
            }
        }
        return Optional.empty();
    }
}
