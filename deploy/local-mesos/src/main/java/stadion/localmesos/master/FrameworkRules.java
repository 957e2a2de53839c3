package stadion.localmesos.master;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import stadion.localmesos.resources.IdRules;
import stadion.localmesos.resources.RoleRules;

/** What makes a framework valid by the rules of Mesos' master, in its words. */
final class FrameworkRules {

    private FrameworkRules() {}

    static Optional<String> check(FrameworkInfo info, List<String> suppressedRoles) {
        return roles(info)
                .or(() -> info.getId().getValue().isEmpty()
                        ? Optional.empty()
                        : IdRules.check(info.getId().getValue()))
                .or(() -> info.getFailoverTimeout() >= 0 && Double.isFinite(info.getFailoverTimeout())
                        ? Optional.empty()
                        : Optional.of("The framework failover_timeout (" + info.getFailoverTimeout() + ") is invalid"))
                .or(() -> {
                    var wrong = new HashSet<>(suppressedRoles);
                    wrong.removeAll(Framework.rolesOf(info));
                    return wrong.isEmpty()
                            ? Optional.empty()
                            : Optional.of("Suppressed roles { " + String.join(", ", wrong)
                                    + " } are not contained in the set of roles");
                });
    }

    @SuppressWarnings("deprecation")
    private static Optional<String> roles(FrameworkInfo info) {
        boolean multiRole = Framework.has(info, Capability.Type.MULTI_ROLE);
        if (multiRole && info.hasRole()) {
            return Optional.of("'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
        }
        if (!multiRole && info.getRolesCount() > 0) {
            return Optional.of("'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
        }
        var seen = new HashSet<String>();
        var duplicate =
                info.getRolesList().stream().filter(role -> !seen.add(role)).findFirst();
        if (duplicate.isPresent()) {
            return Optional.of("'FrameworkInfo.roles' contains duplicate items: { " + duplicate.get() + " }");
        }
        return Framework.rolesOf(info).stream()
                .map(RoleRules::check)
                .flatMap(Optional::stream)
                .findFirst()
                .map(problem -> multiRole
                        ? "'FrameworkInfo.roles' contains invalid role: " + problem
                        : "'FrameworkInfo.role' is not a valid role: " + problem);
    }

    /** Whether a framework may become this; a change of user or checkpointing is only looked at if {@code strict}. */
    static Optional<String> checkUpdate(FrameworkInfo before, FrameworkInfo after, boolean strict) {
        if (before.hasPrincipal() != after.hasPrincipal()
                || !before.getPrincipal().equals(after.getPrincipal())) {
            return Optional.of("Changing framework's principal is not allowed.");
        }
        if (strict && !before.getUser().equals(after.getUser())) {
            return Optional.of("Updating 'FrameworkInfo.user' is unsupported; attempted to update from '"
                    + before.getUser() + "' to '" + after.getUser() + "'");
        }
        return strict && before.getCheckpoint() != after.getCheckpoint()
                ? Optional.of("Updating 'FrameworkInfo.checkpoint' is unsupported; attempted to update from '"
                        + before.getCheckpoint() + "' to '" + after.getCheckpoint() + "'")
                : Optional.empty();
    }
}
