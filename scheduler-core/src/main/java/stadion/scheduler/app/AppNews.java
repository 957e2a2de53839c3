package stadion.scheduler.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.app.AppEvent.BecameInactive;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.Launch;
import stadion.scheduler.app.AppEvent.Provisioned;
import stadion.scheduler.app.AppEvent.Reservation;
import stadion.scheduler.app.AppEvent.Reserved;
import stadion.scheduler.app.AppEvent.Scheduled;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.app.AppEvent.Stopped;
import stadion.scheduler.app.AppEvent.TargetSet;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.ContainerState;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/** What subscribers of the event stream are told of what was stored of an app, in Marathon's order. */
final class AppNews {

    private final Instant now;
    private final Consumer<SchedulerEvent> publish;

    private AppNews(Instant now, Consumer<SchedulerEvent> publish) {
        this.now = now;
        this.publish = publish;
    }

    /** What is told of an event that led from one state to the other. */
    static List<SchedulerEvent> of(AppState before, AppEvent event, AppState after, Instant now) {
        List<SchedulerEvent> events = new ArrayList<>();
        new AppNews(now, events::add).tell(before, event, after);
        if (isGone(after) && !isGone(before)) {
            events.add(new SchedulerEvent.AppTerminated(after.target().runSpec().id(), now));
        }
        return events;
    }

    private static boolean isGone(AppState state) {
        return state.target() != null
                && state.target().remove()
                && state.instances().isEmpty();
    }

    private void tell(AppState before, AppEvent event, AppState after) {
        if (event instanceof StatusesChanged e) {
            e.changes().forEach(change -> status(before, change, after));
        } else if (event instanceof Provisioned e) {
            for (Launch launch : e.launches()) {
                instance(after.instances().get(launch.instance()), null);
            }
        } else if (event instanceof Scheduled e) {
            for (InstanceId id : e.instances()) {
                instance(after.instances().get(id), null);
            }
        } else if (event instanceof Decommissioned e) {
            for (InstanceId id : e.instances()) {
                // An instance that waits for its next launch is for subscribers still what its last task ended as.
                Instance instance = before.instances().get(id);
                instance(instance, instance == null ? null : instance.ended());
                if (e.wiped()) {
                    instance(instance, Condition.KILLED);
                }
            }
        } else if (event instanceof BecameInactive e) {
            for (InstanceId id : e.instances()) {
                instance(after.instances().get(id), null);
            }
        } else if (event instanceof Reserved e) {
            for (Reservation reservation : e.reservations()) {
                instance(after.instances().get(reservation.instance()), null);
            }
        } else if (event instanceof Stopped e) {
            for (InstanceId id : e.instances()) {
                boolean hadTask = before.instances().containsKey(id)
                        && before.instances().get(id).hasTask();
                instance((hadTask ? before : after).instances().get(id), null);
            }
        } else if (event instanceof TargetSet e) {
            target(before.target(), e.target());
        }
    }

    private void target(@Nullable Target before, Target target) {
        if (!(target.runSpec() instanceof AppDefinition app)) {
            return;
        }
        boolean isNew = before == null || !before.configVersion().equals(target.configVersion());
        if (target.remove()) {
            app.healthChecks().forEach(check -> publish.accept(new SchedulerEvent.RemoveHealthCheck(app.id(), now)));
        } else if (isNew) {
            app.healthChecks()
                    .forEach(check ->
                            publish.accept(new SchedulerEvent.AddHealthCheck(app.id(), app.version(), check, now)));
        }
    }

    private void status(AppState before, StatusChange change, AppState after) {
        Instance old = before.instances().get(change.instance());
        if (old == null) {
            return;
        }
        if (old.isWiped()) {
            wiped(old, change);
            return;
        }
        Instance current = after.instances().getOrDefault(change.instance(), old);
        if (change.container() != null) {
            container(old, change, current);
            return;
        }
        PathId app = old.runSpecId();
        boolean news = change.healthy() != null && !change.healthy().equals(old.healthy());
        if (news) {
            health(current, change.healthy());
            // As with checks by Stadion, a task that was never healthy has not changed.
            if (old.healthy() != null || change.healthy()) {
                publish.accept(new SchedulerEvent.HealthStatusChanged(
                        app, current.id(), current.runSpecVersion(), change.healthy(), now));
            }
        }
        publish.accept(new SchedulerEvent.StatusUpdate(
                change.agentId(),
                old.taskId(),
                change.state(),
                change.message(),
                app,
                old.agent() == null ? null : old.agent().host(),
                addresses(AppEvents.addresses(old, change)),
                ports(old.hostPorts()),
                old.runSpecVersion(),
                now));
        if (change.condition() != old.condition()) {
            instance(old, change.condition());
        }
        goesOn(old, current);
        if (news) {
            // Marathon tells it twice: once of the check, once of the task.
            health(current, change.healthy());
        } else if (old.healthy() != null
                && change.condition().isTerminal()
                && after.instances().containsKey(old.id())) {
            health(old, null);
        }
    }

    /** Like Marathon, which knows nothing more of such an instance. */
    private void wiped(Instance old, StatusChange change) {
        if (change.condition().isTerminal()) {
            publish.accept(new SchedulerEvent.UnknownInstanceTerminated(
                    old.id(), old.runSpecId(), change.condition().text(), now));
        }
    }

    private void health(Instance instance, @Nullable Boolean healthy) {
        publish.accept(new SchedulerEvent.InstanceHealthChanged(
                instance.id(), instance.runSpecVersion(), instance.runSpecId(), healthy, now));
    }

    private void container(Instance old, StatusChange change, Instance current) {
        String taskId = old.id().taskId(change.container(), change.incarnation());
        ContainerState container = old.containerOf(taskId);
        publish.accept(new SchedulerEvent.StatusUpdate(
                change.agentId(),
                taskId,
                change.state(),
                change.message(),
                old.runSpecId(),
                old.agent() == null ? null : old.agent().host(),
                addresses(change.ipAddresses().isEmpty() ? container.ipAddresses() : change.ipAddresses()),
                ports(container.hostPorts()),
                old.runSpecVersion(),
                now));
        Condition condition = PodLifecycle.conditionAfter(old, change);
        if (condition != old.condition()) {
            instance(old, condition);
        }
        goesOn(old, current);
        if (current.hasTask() && !Objects.equals(current.healthy(), old.healthy())) {
            health(current, current.healthy());
        }
    }

    /** An instance with volumes waits as another configuration from now on. */
    private void goesOn(Instance old, Instance current) {
        if (!current.configVersion().equals(old.configVersion())) {
            instance(current, null);
        }
    }

    private static List<Integer> ports(List<@Nullable Integer> hostPorts) {
        return hostPorts.stream().filter(Objects::nonNull).toList();
    }

    static List<SchedulerEvent.StatusUpdate.IpAddress> addresses(List<String> addresses) {
        List<SchedulerEvent.StatusUpdate.IpAddress> result = new ArrayList<>();
        for (String address : addresses) {
            result.add(new SchedulerEvent.StatusUpdate.IpAddress(address, address.contains(":") ? "IPv6" : "IPv4"));
        }
        return result;
    }

    private void instance(@Nullable Instance instance, @Nullable Condition condition) {
        if (instance == null) {
            return;
        }
        publish.accept(instanceChanged(instance, condition == null ? instance.condition() : condition, now));
    }

    /** That an instance is, or is becoming, {@code told}. */
    static SchedulerEvent instanceChanged(Instance instance, Condition told, Instant now) {
        boolean placed = instance.agent() != null && (told != Condition.SCHEDULED || instance.isReserved());
        return new SchedulerEvent.InstanceChanged(
                instance.id(),
                told.text(),
                instance.runSpecId(),
                placed ? instance.agent().id() : null,
                placed ? instance.agent().host() : null,
                instance.runSpecVersion(),
                now);
    }
}
