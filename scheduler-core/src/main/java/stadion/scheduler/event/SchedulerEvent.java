package stadion.scheduler.event;

import com.fasterxml.jackson.annotation.JsonProperty;
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

    @JsonProperty("eventType")
    String eventType();

    /** An app was posted; {@code appDefinition} as it was answered. */
    record ApiPost(String clientIp, String uri, AppDefinition appDefinition, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "api_post_event";
        }
    }

    record SchedulerRegistered(String frameworkId, String master, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "scheduler_registered_event";
        }
    }

    record SchedulerReregistered(String master, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "scheduler_reregistered_event";
        }
    }

    record SchedulerDisconnected(Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "scheduler_disconnected_event";
        }
    }

    /** Events are posted to an address from now on. */
    record Subscribe(String clientIp, String callbackUrl, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "subscribe_event";
        }
    }

    record Unsubscribe(String clientIp, String callbackUrl, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "unsubscribe_event";
        }
    }

    record EventStreamAttached(String remoteAddress, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "event_stream_attached";
        }
    }

    record EventStreamDetached(String remoteAddress, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "event_stream_detached";
        }
    }

    record AddHealthCheck(PathId appId, Instant version, AppDefinition.HealthCheck healthCheck, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "add_health_check_event";
        }
    }

    record RemoveHealthCheck(PathId appId, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "remove_health_check_event";
        }
    }

    /** {@code taskId} holds the instance id, as Marathon's does. */
    record FailedHealthCheck(PathId appId, InstanceId taskId, AppDefinition.HealthCheck healthCheck, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "failed_health_check_event";
        }
    }

    record HealthStatusChanged(PathId appId, InstanceId instanceId, Instant version, boolean alive, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "health_status_changed_event";
        }
    }

    record UnhealthyInstanceKill(
            PathId appId,
            String taskId,
            InstanceId instanceId,
            Instant version,
            String reason,
            String host,
            @Nullable String slaveId,
            Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "unhealthy_instance_kill_event";
        }
    }

    record GroupChangeSuccess(PathId groupId, Instant version, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "group_change_success";
        }
    }

    record GroupChangeFailed(PathId groupId, Instant version, String reason, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "group_change_failed";
        }
    }

    record DeploymentSuccess(String id, DeploymentPlan plan, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "deployment_success";
        }
    }

    record DeploymentFailed(
            String id, DeploymentPlan plan, @Nullable String reason, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "deployment_failed";
        }
    }

    record DeploymentInfo(DeploymentPlan plan, DeploymentPlan.Step currentStep, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "deployment_info";
        }
    }

    record DeploymentStepSuccess(DeploymentPlan plan, DeploymentPlan.Step currentStep, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "deployment_step_success";
        }
    }

    record DeploymentStepFailure(DeploymentPlan plan, DeploymentPlan.Step currentStep, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "deployment_step_failure";
        }
    }

    /** A client has made a pod; {@code uri} is where it asked for that. */
    record PodCreated(String clientIp, String uri, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "pod_created_event";
        }
    }

    /** A client has replaced a pod. */
    record PodUpdated(String clientIp, String uri, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "pod_updated_event";
        }
    }

    /** A client has removed a pod. */
    record PodDeleted(String clientIp, String uri, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "pod_deleted_event";
        }
    }

    record AppTerminated(PathId appId, Instant timestamp) implements SchedulerEvent {
        @Override
        public String eventType() {
            return "app_terminated_event";
        }
    }

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
        @Override
        public String eventType() {
            return "status_update_event";
        }

        public record IpAddress(String ipAddress, String protocol) {}
    }

    record InstanceChanged(
            InstanceId instanceId,
            String condition,
            PathId runSpecId,
            @Nullable String agentId,
            @Nullable String host,
            Instant runSpecVersion,
            Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "instance_changed_event";
        }
    }

    record InstanceHealthChanged(
            InstanceId instanceId,
            Instant runSpecVersion,
            PathId runSpecId,
            @Nullable Boolean healthy,
            Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "instance_health_changed_event";
        }
    }

    record UnknownInstanceTerminated(InstanceId instanceId, PathId runSpecId, String condition, Instant timestamp)
            implements SchedulerEvent {
        @Override
        public String eventType() {
            return "unknown_instance_terminated_event";
        }
    }
}
