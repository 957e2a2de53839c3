package stadion.localmesos.master;

import java.util.Optional;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What makes a call valid by the rules of Mesos' master, in its words, whatever the state of the cluster. */
final class CallRules {

    private CallRules() {}

    static Optional<String> check(Call call) {
        if (!call.hasType()) {
            return Optional.of("Expecting 'type' to be present");
        }
        if (call.getType() == Call.Type.SUBSCRIBE) {
            if (!call.hasSubscribe()) {
                return Optional.of("Expecting 'subscribe' to be present");
            }
            return call.getFrameworkId()
                            .equals(call.getSubscribe().getFrameworkInfo().getId())
                    ? Optional.empty()
                    : Optional.of("'framework_id' differs from 'subscribe.framework_info.id'");
        }
        if (!call.hasFrameworkId()) {
            return Optional.of("Expecting 'framework_id' to be present");
        }
        return switch (call.getType()) {
            case SUBSCRIBE, TEARDOWN, REVIVE, SUPPRESS, UNKNOWN -> Optional.empty();
            case ACCEPT -> present("accept", call.hasAccept());
            case DECLINE -> present("decline", call.hasDecline());
            case ACCEPT_INVERSE_OFFERS -> present("accept_inverse_offers", call.hasAcceptInverseOffers());
            case DECLINE_INVERSE_OFFERS -> present("decline_inverse_offers", call.hasDeclineInverseOffers());
            case KILL -> present("kill", call.hasKill());
            case SHUTDOWN -> present("shutdown", call.hasShutdown());
            case ACKNOWLEDGE ->
                present("acknowledge", call.hasAcknowledge())
                        .or(() -> uuid(call.getAcknowledge().getUuid()));
            case ACKNOWLEDGE_OPERATION_STATUS ->
                present("acknowledge_operation_status", call.hasAcknowledgeOperationStatus())
                        .or(() -> uuid(call.getAcknowledgeOperationStatus().getUuid()))
                        .or(() -> present(
                                "agent_id", call.getAcknowledgeOperationStatus().hasAgentId()));
            case RECONCILE -> present("reconcile", call.hasReconcile());
            case RECONCILE_OPERATIONS -> present("reconcile_operations", call.hasReconcileOperations());
            case MESSAGE -> present("message", call.hasMessage());
            case REQUEST -> present("request", call.hasRequest());
            case UPDATE_FRAMEWORK ->
                present("update_framework", call.hasUpdateFramework())
                        .or(() -> call.getFrameworkId()
                                        .equals(call.getUpdateFramework()
                                                .getFrameworkInfo()
                                                .getId())
                                ? Optional.empty()
                                : Optional.of("'framework_id' differs from 'update_framework.framework_info.id'"));
        };
    }

    private static Optional<String> present(String field, boolean present) {
        return present ? Optional.empty() : Optional.of("Expecting '" + field + "' to be present");
    }

    private static Optional<String> uuid(ByteString uuid) {
        return uuid.size() == 16
                ? Optional.empty()
                : Optional.of("Not a valid UUID: " + uuid.size() + " bytes, not 16");
    }
}
