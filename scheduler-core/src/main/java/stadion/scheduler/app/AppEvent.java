package stadion.scheduler.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.Stored;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance.AgentRef;
import stadion.scheduler.model.Instance.CheckResult;
import stadion.scheduler.model.Instance.LocalVolume;
import stadion.scheduler.model.InstanceId;

/** What happened to one app and its instances, as it is stored. One event covers all instances to which the same happened at the same time. */
sealed interface AppEvent extends Stored {

    /** The app is to become something else. */
    record TargetSet(Target target) implements AppEvent {}

    /** New instances are wanted. */
    record Scheduled(List<InstanceId> instances, Instant at) implements AppEvent {}

    /** Room with volumes was found for waiting instances: it may be reserved for them once this is stored, and they be launched when that is offered. */
    record Reserved(List<Reservation> reservations, Instant at) implements AppEvent {}

    record Reservation(InstanceId instance, AgentRef agent, List<LocalVolume> volumes) {}

    /** A place was found for waiting instances: their tasks may be launched once this is stored. */
    record Provisioned(List<Launch> launches, Instant at) implements AppEvent {}

    /** {@code hostPorts} in the order of the app's port list, null where a port is not mapped to the host. */
    record Launch(InstanceId instance, int incarnation, AgentRef agent, List<@Nullable Integer> hostPorts) {}

    /** Mesos told of tasks; never of the same instance twice in one event. */
    record StatusesChanged(List<StatusChange> changes) implements AppEvent {}

    /**
     * How one task is now: that of an app's instance, or of the named container of a pod's. {@code state} and {@code reason} in Mesos' words; {@code at}: when it happened, by
     * the agent's clock.
     */
    record StatusChange(
            InstanceId instance,
            @Nullable String container,
            int incarnation,
            Condition condition,
            String state,
            @Nullable String reason,
            String message,
            @Nullable String agentId,
            List<String> ipAddresses,
            @Nullable Boolean healthy,
            boolean backsOff,
            Instant at,
            @Nullable String killedBecause,
            @Nullable CheckResult checkResult) {

        /** The change with the reason why Stadion killed the task, if it has now ended by that. */
        StatusChange killedBecause(@Nullable String why) {
            return new StatusChange(
                    instance,
                    container,
                    incarnation,
                    condition,
                    state,
                    reason,
                    message,
                    agentId,
                    ipAddresses,
                    healthy,
                    backsOff,
                    at,
                    condition == Condition.KILLED ? why : null,
                    checkResult);
        }
    }

    /** Instances that are out of contact for too long no longer count. */
    record BecameInactive(List<InstanceId> instances, Instant at) implements AppEvent {}

    /** Instances are to go away for good. Those without a task are gone with this; {@code wiped}: for users all are, though the tasks have yet to end. */
    record Decommissioned(List<InstanceId> instances, Instant at, boolean wiped) implements AppEvent {

        Decommissioned(List<InstanceId> instances, Instant at) {
            this(instances, at, false);
        }
    }

    /** The tasks of instances with volumes are to end; the instances are launched again on the same volumes, as what the app has become. */
    record Stopped(List<InstanceId> instances, Instant at) implements AppEvent {}

    /** A user wants the tasks of these instances killed; they are launched again. */
    record KillRequested(List<InstanceId> instances) implements AppEvent {}

    /** Fewer instances than ever since the target was set are {@code missing} or in the way; told only of apps with limits in their upgrade strategy. */
    record Progressed(int missing, Instant at) implements AppEvent {}

    /** Instances are forgotten though their tasks have not been seen to end. */
    record Expunged(List<InstanceId> instances) implements AppEvent {}
}
