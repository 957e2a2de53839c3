package stadion.localmesos.master;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.master.Allocator.Claim;
import stadion.localmesos.master.Allocator.Wishes;

/** Frameworks come, change, fail over, are waited for, and go. */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    /** How many ids of removed frameworks are remembered so that they can't come back. */
    private static final int REMEMBERED = 50;

    private final Cluster cluster;
    private final Offers offers;
    private final FrameworkStore store;
    private final StreamIds streamIds;
    private final Set<String> removed = new LinkedHashSet<>();

    Subscriptions(Cluster cluster, Offers offers, FrameworkStore store, StreamIds streamIds) {
        this.cluster = cluster;
        this.offers = offers;
        this.store = store;
        this.streamIds = streamIds;
    }

    /** Waits for the frameworks that were there before a restart. */
    void recover() {
        for (var info : store.load()) {
            recover(info);
        }
    }

    /** Makes room for a framework of which only tasks are known; it is waited for without end. */
    Framework recovered(FrameworkID id) {
        return cluster.framework(id)
                .orElseGet(() -> recover(FrameworkInfo.newBuilder()
                        .setId(id)
                        .setUser("")
                        .setName("")
                        .setFailoverTimeout(Double.MAX_VALUE)
                        .build()));
    }

    private Framework recover(FrameworkInfo info) {
        var framework = new Framework(info, cluster.now());
        framework.waitForFailover(cluster.now());
        cluster.add(framework);
        streamIds.put(framework.id(), StreamIds.DISCONNECTED);
        return framework;
    }

    void subscribe(Call.Subscribe subscribe, FrameworkConnection connection) {
        var info = subscribe.getFrameworkInfo();
        var suppressed = subscribe.getSuppressedRolesList();
        var known = cluster.framework(info.getId());
        var registered = known.filter(framework -> framework.info().getName().length() > 0);
        var problem = FrameworkRules.check(info, suppressed)
                .or(() -> removed.contains(info.getId().getValue())
                        ? Optional.of("Framework has been removed")
                        : Optional.empty())
                .or(() -> registered.flatMap(framework -> FrameworkRules.checkUpdate(framework.info(), info, false)));
        var id = info.getId().getValue().isEmpty() ? cluster.newFrameworkId() : info.getId();
        var withId = info.toBuilder().setId(id);
        registered
                .map(Framework::info)
                .ifPresent(before -> withId.setUser(before.getUser()).setCheckpoint(before.getCheckpoint()));
        problem = problem.or(() -> store.save(withId.build()));
        if (problem.isPresent()) {
            LOG.info("Refusing subscription of framework '{}': {}", info.getName(), problem.get());
            connection.send(Events.error(problem.get()));
            connection.close();
            return;
        }
        var framework = known.orElseGet(() -> {
            var added = new Framework(withId.build(), cluster.now());
            cluster.add(added);
            return added;
        });
        connect(framework, withId.build(), suppressed, connection);
    }

    private void connect(
            Framework framework, FrameworkInfo info, List<String> suppressed, FrameworkConnection connection) {
        if (framework.connected()) {
            LOG.info("Framework {} failed over", framework);
            framework.send(Events.error("Framework failed over"));
        }
        var outdated = offers.of(framework).stream().map(Offers.Outstanding::id).toList();
        offers.discard(framework, outdated);
        framework.connect(connection);
        streamIds.put(framework.id(), connection.streamId());
        change(framework, info, suppressed);
        LOG.info("Subscribed framework {}", framework);
        framework.send(Events.subscribed(framework.id(), cluster.master()));
        framework.send(Events.HEARTBEAT);
        cluster.agents().forEach(agent -> agent.agent().frameworkSubscribed(framework.info()));
    }

    /** Why a framework can't be changed so, in Mesos' words; if empty, it has been. */
    Optional<String> update(Framework framework, Call.UpdateFramework update) {
        var info = update.getFrameworkInfo();
        var problem = FrameworkRules.check(info, update.getSuppressedRolesList())
                .map(text -> "Supplied FrameworkInfo is not valid: " + text)
                .or(() -> FrameworkRules.checkUpdate(framework.info(), info, true)
                        .map(text -> "FrameworkInfo update is not valid: " + text))
                .or(() -> store.save(info));
        if (problem.isEmpty()) {
            change(framework, info, update.getSuppressedRolesList());
        }
        return problem;
    }

    private void change(Framework framework, FrameworkInfo info, List<String> suppressed) {
        var rolesBefore = framework.roles();
        framework.update(info);
        var roles = framework.roles();
        for (var role : rolesBefore) {
            if (!roles.contains(role)) {
                cluster.allocator().deactivate(claim(framework, role));
            }
        }
        offers.rescind(offer -> offer.framework() == framework && !roles.contains(offer.role()));
        for (var role : roles) {
            cluster.allocator().activate(claim(framework, role), Wishes.of(framework, role), suppressed.contains(role));
        }
    }

    /** A framework's connection has ended. It has its failover timeout to come back. */
    void disconnected(Framework framework) {
        LOG.info("Framework {} disconnected", framework);
        deactivate(framework);
        removeGivenUp();
    }

    private void deactivate(Framework framework) {
        framework.disconnect(cluster.now());
        streamIds.put(framework.id(), StreamIds.DISCONNECTED);
        framework.roles().forEach(role -> cluster.allocator().deactivate(claim(framework, role)));
        offers.discard(
                framework,
                offers.of(framework).stream().map(Offers.Outstanding::id).toList());
    }

    /** Removes the frameworks that did not come back in time. */
    void removeGivenUp() {
        cluster.frameworks().stream()
                .filter(framework -> framework.givenUp(cluster.now()))
                .toList()
                .forEach(framework -> {
                    LOG.info("Framework {} did not come back within its failover timeout", framework);
                    remove(framework);
                });
    }

    /** Ends a framework and all its tasks. */
    void remove(Framework framework) {
        LOG.info("Removing framework {}", framework);
        deactivate(framework);
        for (var task : List.copyOf(framework.tasks())) {
            if (!task.ended()) {
                cluster.allocator()
                        .giveBack(
                                claim(framework, task.role()),
                                task.agent().id().getValue(),
                                task.agent().ended(task));
            }
            task.agent().remove(task);
            framework.remove(task);
        }
        cluster.agents().forEach(agent -> agent.agent().shutdownFramework(framework.id()));
        cluster.remove(framework);
        streamIds.remove(framework.id());
        store.remove(framework.id());
        removed.add(framework.id().getValue());
        if (removed.size() > REMEMBERED) {
            removed.remove(removed.iterator().next());
        }
    }

    /** Sends what keeps connections alive. */
    void heartbeat() {
        cluster.frameworks().forEach(framework -> framework.send(Events.HEARTBEAT));
    }

    /** Ends all connections, as the end of the master's process does. */
    void close() {
        cluster.frameworks().forEach(framework -> framework.disconnect(cluster.now()));
    }

    static Claim claim(Framework framework, String role) {
        return new Claim(framework.id().getValue(), role);
    }
}
