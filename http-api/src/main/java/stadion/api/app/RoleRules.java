package stadion.api.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import stadion.api.json.Violations;

/** Which roles an app may have, and of which roles it may accept resources (Marathon: {@code ResourceRole}). */
final class RoleRules {

    private static final String ANY = "*";

    private static final Map<Character, String> FORBIDDEN = Map.of(
            '\t', "horizontal tab (\\x09)",
            '\n', "line feed (\\x0a)",
            '\u000b', "vertical tab (\\x0b)",
            '\f', "form feed (\\x0c)",
            '\r', "carriage return (\\x0d)",
            ' ', "space (\\x20)",
            '/', "slash (\\x2f)",
            '\u007f', "backspace (\\x7f)");

    private RoleRules() {}

    static void check(AppUpdate app, Roles roles, Violations errors) {
        errors.require(
                roles.valid().contains(app.role()),
                "/role",
                "got " + app.role() + ", expected one of: [" + String.join(", ", roles.valid()) + "]");
        if (app.acceptedResourceRoles() != null) {
            checkAccepted(app.acceptedResourceRoles(), app, errors);
        }
    }

    private static void checkAccepted(List<String> accepted, AppUpdate app, Violations errors) {
        String path = "/acceptedResourceRoles";
        errors.require(!accepted.isEmpty(), path, "must not be empty");
        accepted.forEach(role -> checkName(role, path, errors));
        errors.require(
                app.residency() == null || accepted.equals(List.of(ANY)),
                path,
                "A resident app must have `acceptedResourceRoles = [\"*\"]`.");
        Set<String> allowed = new TreeSet<>(Set.of(ANY));
        allowed.add(app.role());
        errors.require(
                allowed.containsAll(accepted),
                path,
                "acceptedResourceRoles can only contain " + String.join(" and ", allowed));
    }

    private static void checkName(String role, String path, Violations errors) {
        for (String name : List.of("", ".", "..")) {
            errors.require(!role.equals(name), path, "A role name must not be \"" + name + "\".");
        }
        errors.require(!role.startsWith("-"), path, "A role name must not start with a '-'.");
        role.chars()
                .distinct()
                .mapToObj(c -> FORBIDDEN.get((char) c))
                .filter(name -> name != null)
                .forEach(name -> errors.add(path, "A role name must not include a " + name + " character."));
    }
}
