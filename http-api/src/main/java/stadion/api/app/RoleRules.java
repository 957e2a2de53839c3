package stadion.api.app;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import stadion.api.json.Violations;

/** Which roles an app may have, and of which roles it may accept resources (Marathon: {@code ResourceRole}). */
public final class RoleRules {

    private static final String ANY = "*";

    private static final String ACCEPTED = "/acceptedResourceRoles";

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

    /** The role must be one of those that are valid where the app or pod lies. */
    public static void check(String role, Roles roles, Violations errors) {
        errors.require(
                roles.valid().contains(role),
                "/role",
                "got " + role + ", expected one of: [" + String.join(", ", roles.valid()) + "]");
    }

    /** Which roles' resources may be used, whatever the own role is. */
    public static void checkAccepted(String kind, List<String> accepted, boolean resident, Violations errors) {
        errors.require(!accepted.isEmpty(), ACCEPTED, "must not be empty");
        accepted.forEach(role -> checkName(role, ACCEPTED, errors));
        errors.require(
                !resident || accepted.equals(List.of(ANY)),
                ACCEPTED,
                "A resident " + kind + " must have `acceptedResourceRoles = [\"*\"]`.");
    }

    /** Only resources of the own role and unreserved ones may be used. */
    public static void checkAllowed(List<String> accepted, String role, Violations errors) {
        Set<String> allowed = new TreeSet<>(Set.of(ANY));
        allowed.add(role);
        errors.require(
                allowed.containsAll(accepted),
                ACCEPTED,
                "acceptedResourceRoles can only contain " + String.join(" and ", allowed));
    }

    /** What is reserved belongs to a role, so that of a resident must be one, and stay. */
    public static void checkResident(String kind, String role, Roles roles, Violations errors) {
        errors.require(!role.equals(ANY), "/role", "Resident " + kind + "s cannot have the role *");
        String previous = roles.previous();
        errors.require(
                previous == null || previous.equals(role) || roles.force(),
                "/role",
                "It is not possible to change the role for existing reservations. If you proceed with this change, all "
                        + "existing instances will continue to run under the previous role, " + previous
                        + ". Only new instances will be allocated with the new role, " + role
                        + ". In order to continue, retry your request with ?force=true");
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
