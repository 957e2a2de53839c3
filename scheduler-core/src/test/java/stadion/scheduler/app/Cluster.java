package stadion.scheduler.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.Apps;
import stadion.scheduler.app.AppEvent.KillRequested;
import stadion.scheduler.app.AppEvent.Launch;
import stadion.scheduler.app.AppEvent.Provisioned;
import stadion.scheduler.app.AppEvent.Reservation;
import stadion.scheduler.app.AppEvent.Reserved;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.app.AppEvent.TargetSet;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.AgentRef;
import stadion.scheduler.model.Instance.LocalVolume;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.task.TaskSettings;

/** One app in a pretended cluster: events are applied as they are decided, time passes when it is told to. */
final class Cluster {

    private static final AgentRef AGENT = new AgentRef("agent-1", "host-1", null, null, Map.of());

    final List<AppEvent> history = new ArrayList<>();
    final Map<InstanceId, Health> health = new HashMap<>();
    AppState state = AppState.EMPTY;
    Instant now = Apps.T0;
    private int lastId;

    /** The app becomes this, and everything that follows at once has been decided. */
    Cluster deploy(RunSpec app) {
        return happen(new TargetSet(Target.of(app, List.of())));
    }

    Cluster remove() {
        return happen(new TargetSet(Target.removed(state.target().runSpec())));
    }

    Cluster happen(AppEvent event) {
        apply(event);
        return decide();
    }

    Cluster decide() {
        AppDecision decision = AppDecision.decide(state, this::healthOf, TaskSettings.DEFAULTS, now, this::nextId);
        while (!decision.events().isEmpty()) {
            decision.events().forEach(this::apply);
            decision = AppDecision.decide(state, this::healthOf, TaskSettings.DEFAULTS, now, this::nextId);
        }
        return this;
    }

    Cluster passes(Duration time) {
        now = now.plus(time);
        return decide();
    }

    private void apply(AppEvent event) {
        history.add(event);
        state = AppEvents.apply(state, event);
    }

    /** All that wait get a place. */
    Cluster provisionAll() {
        boolean resident = state.target().runSpec().isResident();
        if (resident) {
            reserveAll();
        }
        List<Launch> launches = (resident ? state.reserved() : state.scheduled())
                .stream()
                        .map(state.instances()::get)
                        .map(i -> new Launch(i.id(), i.incarnation() + 1, AGENT, List.of()))
                        .toList();
        return launches.isEmpty() ? this : happen(new Provisioned(launches, now));
    }

    /** Room with one volume is found for all that wait for a place. */
    Cluster reserveAll() {
        List<Reservation> reservations = state.scheduled().stream()
                .map(id -> new Reservation(id, AGENT, List.of(new LocalVolume("app#data#" + id, "data"))))
                .toList();
        return reservations.isEmpty() ? this : happen(new Reserved(reservations, now));
    }

    /** Mesos says this of the task of an instance, or of all the tasks of a pod's. */
    Cluster status(Instance instance, Condition condition) {
        if (instance.containers().isEmpty()) {
            return status(instance, null, condition, null);
        }
        instance.containers().stream()
                .filter(container -> !container.condition().isTerminal())
                .forEach(container -> status(instance, container.name(), condition, null));
        return this;
    }

    /** Mesos says this of one container of an instance. */
    Cluster status(Instance instance, @Nullable String container, Condition condition, @Nullable Boolean healthy) {
        return status(instance, container, condition, condition.taskState(), healthy);
    }

    /** An operator says that the agent of an instance never comes back. */
    Cluster goneByOperator(Instance instance) {
        return status(instance, null, Condition.GONE, "TASK_GONE_BY_OPERATOR", null);
    }

    private Cluster status(
            Instance instance,
            @Nullable String container,
            Condition condition,
            String state,
            @Nullable Boolean healthy) {
        return happen(new StatusesChanged(List.of(new StatusChange(
                instance.id(),
                container,
                instance.incarnation(),
                condition,
                state,
                null,
                "",
                "agent-1",
                List.of(),
                healthy,
                condition == Condition.FAILED,
                now,
                null,
                null))));
    }

    /** All that wait are launched and run. */
    Cluster runAll() {
        provisionAll();
        with(Condition.PROVISIONED)
                .filter(i -> i.goal() == Goal.RUNNING)
                .toList()
                .forEach(i -> status(i, Condition.RUNNING));
        return this;
    }

    /** All that are to go have ended. */
    Cluster killLeaving() {
        leaving().forEach(i -> status(i, Condition.KILLED));
        return this;
    }

    /** The tasks of all that are stopped for their next incarnation have ended. */
    Cluster endStopping() {
        List.copyOf(state.stopping()).forEach(id -> status(state.instances().get(id), Condition.KILLED));
        return this;
    }

    Cluster killByUser(Instance instance) {
        return happen(new KillRequested(List.of(instance.id())));
    }

    List<Instance> leaving() {
        return state.leaving().stream().map(state.instances()::get).toList();
    }

    Stream<Instance> with(Condition condition) {
        return state.instances().values().stream()
                .filter(i -> i.condition() == condition)
                .sorted((a, b) -> a.id().compareTo(b.id()));
    }

    Instance any(Condition condition) {
        return with(condition).findFirst().orElseThrow();
    }

    int count(Condition condition) {
        return (int) with(condition).count();
    }

    boolean isSatisfied() {
        return AppDecision.isSatisfied(state, this::healthOf);
    }

    Health healthOf(RunSpec runSpec, Instance instance) {
        @Nullable Health known = health.get(instance.id());
        return known != null ? known : Health.of(runSpec, instance, null, false);
    }

    InstanceId nextId() {
        return new InstanceId("app.instance-%06d".formatted(++lastId));
    }
}
