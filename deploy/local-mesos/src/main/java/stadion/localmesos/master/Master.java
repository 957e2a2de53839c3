package stadion.localmesos.master;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import stadion.localmesos.Agent;

/** The master's whole behaviour, called by one thread at a time; {@link MasterActor} sees to that and to the timers. */
final class Master {

    private final Cluster cluster;
    private final Offers offers;
    private final Operations operations;
    private final Tasks tasks;
    private final Subscriptions subscriptions;
    private final Membership membership;

    Master(Cluster cluster, FrameworkStore store, StreamIds streamIds) {
        this.cluster = cluster;
        this.offers = new Offers(cluster);
        this.operations = new Operations(cluster);
        this.tasks = new Tasks(cluster, offers, operations);
        this.subscriptions = new Subscriptions(cluster, offers, store, streamIds);
        this.membership = new Membership(cluster, offers, tasks, subscriptions);
        subscriptions.recover();
    }

    Cluster cluster() {
        return cluster;
    }

    Offers offers() {
        return offers;
    }

    /** Starts an agent and adopts what runs on it. To be called for all agents before anybody can subscribe. */
    void add(Agent agent, Agent.Listener listener) {
        membership.join(agent, listener);
    }

    Membership membership() {
        return membership;
    }

    void subscribe(Call.Subscribe subscribe, FrameworkConnection connection) {
        subscriptions.subscribe(subscribe, connection);
        cluster.framework(subscribe.getFrameworkInfo().getId()).ifPresent(operations::resend);
    }

    void disconnected(String streamId) {
        cluster.frameworks().stream()
                .filter(framework ->
                        framework.streamId().filter(streamId::equals).isPresent())
                .findFirst()
                .ifPresent(subscriptions::disconnected);
    }

    /** Carries out a call, unless its framework has subscribed on another stream since it was received. */
    void handle(Call call, String streamId) {
        subscribed(call, streamId).ifPresent(framework -> handle(framework, call));
    }

    private void handle(Framework framework, Call call) {
        switch (call.getType()) {
            case ACCEPT -> tasks.accept(framework, call.getAccept());
            case DECLINE ->
                offers.decline(
                        framework,
                        call.getDecline().getOfferIdsList(),
                        call.getDecline().getFilters());
            case REVIVE ->
                roles(framework, call.getRevive().getRolesList())
                        .forEach(role -> cluster.allocator().revive(Subscriptions.claim(framework, role)));
            case SUPPRESS ->
                roles(framework, call.getSuppress().getRolesList())
                        .forEach(role -> cluster.allocator().suppress(Subscriptions.claim(framework, role)));
            case KILL -> tasks.kill(framework, call.getKill());
            case SHUTDOWN -> tasks.shutdown(framework, call.getShutdown());
            case ACKNOWLEDGE -> tasks.acknowledge(framework, call.getAcknowledge());
            case ACKNOWLEDGE_OPERATION_STATUS ->
                operations.acknowledge(framework, call.getAcknowledgeOperationStatus());
            case RECONCILE -> tasks.reconcile(framework, call.getReconcile());
            case RECONCILE_OPERATIONS -> operations.reconcile(framework, call.getReconcileOperations());
            case TEARDOWN -> remove(framework);
            // Executors here understand no messages, nothing is ever asked for maintenance, and Mesos ignores requests.
            case MESSAGE, REQUEST, ACCEPT_INVERSE_OFFERS, DECLINE_INVERSE_OFFERS -> {}
            case SUBSCRIBE, UPDATE_FRAMEWORK, UNKNOWN ->
                throw new IllegalArgumentException(call.getType() + " is handled elsewhere");
        }
    }

    private static Iterable<String> roles(Framework framework, List<String> wanted) {
        return wanted.isEmpty()
                ? framework.roles()
                : wanted.stream().filter(framework.roles()::contains).toList();
    }

    private void remove(Framework framework) {
        operations.forget(framework);
        subscriptions.remove(framework);
    }

    /** Why an UPDATE_FRAMEWORK call is refused; if empty, it is done. */
    Optional<String> update(Call call, String streamId) {
        return subscribed(call, streamId)
                .map(framework -> subscriptions.update(framework, call.getUpdateFramework()))
                .orElse(Optional.of("Framework is not subscribed"));
    }

    private Optional<Framework> subscribed(Call call, String streamId) {
        return cluster.framework(call.getFrameworkId())
                .filter(framework ->
                        framework.streamId().filter(streamId::equals).isPresent());
    }

    void statusUpdate(FrameworkID framework, TaskStatus status) {
        tasks.statusUpdate(framework, status);
    }

    void makeOffers() {
        offers.makeOffers();
    }

    /** To be called every {@link Events#HEARTBEAT_SECONDS}. */
    void heartbeat() {
        subscriptions.heartbeat();
    }

    /** To be called every second or so. */
    void removeGivenUp() {
        subscriptions.removeGivenUp();
    }

    /** Ends as a process does that dies: agents go on. */
    void close() {
        subscriptions.close();
        cluster.agents().forEach(agent -> agent.agent().close());
    }
}
