package stadion.deploy.server.flows;

import java.util.List;
import java.util.Map;

/** What is not as recorded, on purpose or not yet; docs/api-compatibility.md says why. */
final class KnownDifferences {

    /** Flows that can't be replayed as a whole. */
    private static final Map<String, String> FLOWS = Map.of(
            "health-no-port-index", "Marathon sends no check for the first port",
            "unreachable-disabled-scale-down", "what is out of contact and no longer wanted is forgotten at once",
            "unreachable-inactive-late", "Marathon waits until Mesos says again that an agent is away",
            "unreachable-inactive-reconcile-5s", "Marathon waits until Mesos says again that an agent is away",
            "generic-check", "results of checks are not told yet",
            "readiness", "the last response of a readiness check is not kept yet",
            "resident", "an instance killed with wipe is told to be so when its task has ended",
            "env-dump", "environments of processes are compared elsewhere");

    /** Differences, as patterns, of flows that are otherwise as recorded. */
    private static final Map<String, List<String>> WITHIN = Map.of(
            // Marathon remembers the last failure of the task before.
            "health-goes-bad", List.of("(?s)snapshot 'after the kill' .*(healthCheckResults|tasksHealthy).*"),
            // The replacement is launched before anybody can look.
            "unreachable-default",
                    List.of(
                            "(?s)snapshot 'after TASK_UNREACHABLE' GET /v2/(queue|tasks|apps/unr) .*/?(queue|tasks).*"));

    private KnownDifferences() {}

    static boolean isReplayed(Flow flow) {
        return !FLOWS.containsKey(flow.name()) && !flow.has("raw");
    }

    static List<String> unknown(Flow flow, List<String> differences) {
        List<String> known = WITHIN.getOrDefault(flow.name(), List.of());
        return differences.stream()
                .filter(difference -> known.stream().noneMatch(difference::matches))
                .toList();
    }
}
