package stadion.scheduler.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/**
 * Something that happened, as subscribers of {@code /v2/events} see it. The components of each record are the fields of Marathon's event of the type {@link #eventType()};
 * the type itself and the timestamp stand in every event.
 */
public sealed interface SchedulerEvent {

    Instant timestamp();

    /** The type by which subscribers know such events. */
    @JsonProperty("eventType")
    default String eventType() {
        return EventTypes.of(getClass());
    }

    /** What {@link #eventType()} is for a record. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Type {
        String value();
    }

    /** An app was posted; {@code appDefinition} as it was answered. */
    @Type("api_post_event")
    record ApiPost(String clientIp, String uri, AppDefinition appDefinition, Instant timestamp)
            implements SchedulerEvent {}

    @Type("scheduler_registered_event")
    record SchedulerRegistered(String frameworkId, String master, Instant timestamp) implements SchedulerEvent {}

    @Type("scheduler_reregistered_event")
    record SchedulerReregistered(String master, Instant timestamp) implements SchedulerEvent {}

    @Type("scheduler_disconnected_event")
    record SchedulerDisconnected(Instant timestamp) implements SchedulerEvent {}

    /** Events are posted to an address from now on. */
    @Type("subscribe_event")
    record Subscribe(String clientIp, String callbackUrl, Instant timestamp) implements SchedulerEvent {}

    @Type("unsubscribe_event")
    record Unsubscribe(String clientIp, String callbackUrl, Instant timestamp) implements SchedulerEvent {}

    @Type("event_stream_attached")
    record EventStreamAttached(String remoteAddress, Instant timestamp) implements SchedulerEvent {}

    @Type("event_stream_detached")
    record EventStreamDetached(String remoteAddress, Instant timestamp) implements SchedulerEvent {}

    @Type("add_health_check_event")
    record AddHealthCheck(PathId appId, Instant version, AppDefinition.HealthCheck healthCheck, Instant timestamp)
            implements SchedulerEvent {}

    @Type("remove_health_check_event")
    record RemoveHealthCheck(PathId appId, Instant timestamp) implements SchedulerEvent {}

    /** {@code taskId} holds the instance id, as Marathon's does. */
    @Type("failed_health_check_event")
    record FailedHealthCheck(PathId appId, InstanceId taskId, AppDefinition.HealthCheck healthCheck, Instant timestamp)
            implements SchedulerEvent {}

    @Type("health_status_changed_event")
    record HealthStatusChanged(PathId appId, InstanceId instanceId, Instant version, boolean alive, Instant timestamp)
            implements SchedulerEvent {}

    @Type("unhealthy_instance_kill_event")
    record UnhealthyInstanceKill(
            PathId appId,
            String taskId,
            InstanceId instanceId,
            Instant version,
            String reason,
            String host,
            @Nullable String slaveId,
            Instant timestamp)
            implements SchedulerEvent {}

    @Type("group_change_success")
    record GroupChangeSuccess(PathId groupId, Instant version, Instant timestamp) implements SchedulerEvent {}

    @Type("group_change_failed")
    record GroupChangeFailed(PathId groupId, Instant version, String reason, Instant timestamp)
            implements SchedulerEvent {}

    @Type("deployment_success")
    record DeploymentSuccess(String id, DeploymentPlan plan, Instant timestamp) implements SchedulerEvent {}

    @Type("deployment_failed")
    record DeploymentFailed(
            String id, DeploymentPlan plan, @Nullable String reason, Instant timestamp) implements SchedulerEvent {}

    @Type("deployment_info")
    record DeploymentInfo(DeploymentPlan plan, DeploymentPlan.Step currentStep, Instant timestamp)
            implements SchedulerEvent {}

    @Type("deployment_step_success")
    record DeploymentStepSuccess(DeploymentPlan plan, DeploymentPlan.Step currentStep, Instant timestamp)
            implements SchedulerEvent {}

    @Type("deployment_step_failure")
    record DeploymentStepFailure(DeploymentPlan plan, DeploymentPlan.Step currentStep, Instant timestamp)
            implements SchedulerEvent {}

    /** A client has made a pod; {@code uri} is where it asked for that. */
    @Type("pod_created_event")
    record PodCreated(String clientIp, String uri, Instant timestamp) implements SchedulerEvent {}

    /** A client has replaced a pod. */
    @Type("pod_updated_event")
    record PodUpdated(String clientIp, String uri, Instant timestamp) implements SchedulerEvent {}

    /** A client has removed a pod. */
    @Type("pod_deleted_event")
    record PodDeleted(String clientIp, String uri, Instant timestamp) implements SchedulerEvent {}

    @Type("app_terminated_event")
    record AppTerminated(PathId appId, Instant timestamp) implements SchedulerEvent {}

    @Type("status_update_event")
    record StatusUpdate(
            @Nullable String slaveId,
            String taskId,
            String taskStatus,
            String message,
            PathId appId,
            @Nullable String host,
            List<IpAddress> ipAddresses,
            List<Integer> ports,
            Instant version,
            Instant timestamp)
            implements SchedulerEvent {
        public record IpAddress(String ipAddress, String protocol) {}
    }

    @Type("instance_changed_event")
    record InstanceChanged(
            InstanceId instanceId,
            String condition,
            PathId runSpecId,
            @Nullable String agentId,
            @Nullable String host,
            Instant runSpecVersion,
            Instant timestamp)
            implements SchedulerEvent {}

    @Type("instance_health_changed_event")
    record InstanceHealthChanged(
            InstanceId instanceId,
            Instant runSpecVersion,
            PathId runSpecId,
            @Nullable Boolean healthy,
            Instant timestamp)
            implements SchedulerEvent {}

    @Type("unknown_instance_terminated_event")
    record UnknownInstanceTerminated(InstanceId instanceId, PathId runSpecId, String condition, Instant timestamp)
            implements SchedulerEvent {}
}
