package stadion.localmesos.master;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import stadion.localmesos.resources.Resources;

/** Feedback on operations whose framework asks for it by giving them an id: sent until it is acknowledged. */
final class Operations {

    private final Cluster cluster;
    private final Map<Key, OperationStatus> unacknowledged = new LinkedHashMap<>();

    private record Key(String framework, String operation) {}

    Operations(Cluster cluster) {
        this.cluster = cluster;
    }

    void finished(Framework framework, AgentEntry agent, Offer.Operation operation, Resources converted) {
        if (!operation.hasId()) {
            return;
        }
        var status = OperationStatus.newBuilder()
                .setOperationId(operation.getId())
                .setState(OperationState.OPERATION_FINISHED)
                .setAgentId(agent.id())
                .addAllConvertedResources(converted.toProtos())
                .setUuid(org.apache.mesos.v1.Protos.UUID.newBuilder().setValue(randomUuid()))
                .build();
        unacknowledged.put(key(framework, operation.getId()), status);
        framework.send(Events.operation(status));
    }

    /** Tells a framework that an operation failed; told once. */
    void dropped(Framework framework, Optional<AgentID> agent, Offer.Operation operation, String message) {
        if (operation.hasId()) {
            framework.send(Events.operation(status(operation.getId(), agent, OperationState.OPERATION_ERROR, message)));
        }
    }

    void acknowledge(Framework framework, Call.AcknowledgeOperationStatus acknowledge) {
        unacknowledged.computeIfPresent(
                key(framework, acknowledge.getOperationId()),
                (key, status) -> status.getUuid().getValue().equals(acknowledge.getUuid()) ? null : status);
    }

    /** Sends what is not acknowledged again. */
    void resend(Framework framework) {
        of(framework).forEach(status -> framework.send(Events.operation(status)));
    }

    void reconcile(Framework framework, Call.ReconcileOperations reconcile) {
        if (reconcile.getOperationsCount() == 0) {
            of(framework).forEach(status -> framework.send(Events.operation(unreliable(status))));
        }
        for (var operation : reconcile.getOperationsList()) {
            var known = Optional.ofNullable(unacknowledged.get(key(framework, operation.getOperationId())));
            framework.send(Events.operation(known.map(Operations::unreliable).orElseGet(() -> unknown(operation))));
        }
    }

    private OperationStatus unknown(Call.ReconcileOperations.Operation operation) {
        var agent = operation.hasAgentId() ? Optional.of(operation.getAgentId()) : Optional.<AgentID>empty();
        var message = "Reconciliation: Operation is unknown and no 'agent_id' was provided";
        if (agent.isPresent()) {
            message = cluster.agent(agent.get()).isPresent()
                    ? "Reconciliation: Operation is unknown"
                    : "Reconciliation: Both operation and agent are unknown";
        }
        return status(operation.getOperationId(), agent, OperationState.OPERATION_UNKNOWN, message);
    }

    void forget(Framework framework) {
        unacknowledged
                .keySet()
                .removeIf(key -> key.framework.equals(framework.id().getValue()));
    }

    private List<OperationStatus> of(Framework framework) {
        var statuses = new ArrayList<OperationStatus>();
        unacknowledged.forEach((key, status) -> {
            if (key.framework.equals(framework.id().getValue())) {
                statuses.add(status);
            }
        });
        return statuses;
    }

    private static OperationStatus status(
            OperationID id, Optional<AgentID> agent, OperationState state, String message) {
        var status =
                OperationStatus.newBuilder().setOperationId(id).setState(state).setMessage(message);
        agent.ifPresent(status::setAgentId);
        return status.build();
    }

    private static OperationStatus unreliable(OperationStatus status) {
        return status.toBuilder().clearUuid().build();
    }

    private static Key key(Framework framework, OperationID operation) {
        return new Key(framework.id().getValue(), operation.getValue());
    }

    private static ByteString randomUuid() {
        var uuid = UUID.randomUUID();
        return ByteString.copyFrom(java.nio.ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip());
    }
}
