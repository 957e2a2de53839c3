package stadion.api.pods;

import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PodDefinition;

/** How an instance of a pod is, in the words of {@code PodInstanceStatus}; {@code message} says more where there is something to say. */
record PodInstanceState(String word, @Nullable String message) {

    static final PodInstanceState STABLE = new PodInstanceState("STABLE", null);

    private static final PodInstanceState PENDING = new PodInstanceState("PENDING", null);
    private static final PodInstanceState STAGING = new PodInstanceState("STAGING", null);
    private static final PodInstanceState TERMINAL = new PodInstanceState("TERMINAL", null);
    private static final PodInstanceState UNREACHABLE =
            new PodInstanceState("DEGRADED", "pod instance has become unreachable");
    private static final PodInstanceState UNHEALTHY =
            new PodInstanceState("DEGRADED", "at least one container is not healthy");

    /** The state of an instance that was launched with {@code pod}. */
    static PodInstanceState of(Instance instance, PodDefinition pod) {
        Condition condition = instance.condition();
        return switch (condition) {
            case SCHEDULED, PROVISIONED -> PENDING;
            case STAGING, STARTING -> STAGING;
            case UNREACHABLE, UNREACHABLE_INACTIVE -> UNREACHABLE;
            case RUNNING -> PodContainerStatus.areHealthy(instance, pod) ? STABLE : UNHEALTHY;
            default -> TERMINAL;
        };
    }
}
