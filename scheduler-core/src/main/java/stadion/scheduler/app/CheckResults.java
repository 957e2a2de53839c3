package stadion.scheduler.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.health.HealthEvaluator;
import stadion.scheduler.health.HealthStatus;
import stadion.scheduler.health.ReadinessResult;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.task.TaskActor;

/** How the health and readiness checks of one app's instances stand. In memory only: after a start they are made anew. */
final class CheckResults implements AppDecision.Healths {

    private final Map<InstanceId, Boolean> alive = new HashMap<>();
    private PMap<InstanceId, List<HealthStatus>> health = HashTreePMap.empty();
    private PMap<InstanceId, List<ReadinessResult>> readiness = HashTreePMap.empty();
    private PSet<InstanceId> ready = HashTreePSet.empty();

    /** Takes note of health checks made by the scheduler; returns whether the instance passed them before, null if that was not known. */
    @Nullable
    Boolean note(TaskActor.HealthReport report) {
        health = health.plus(report.instance(), report.results());
        return alive.put(report.instance(), report.alive());
    }

    void note(TaskActor.ReadinessReport report) {
        readiness = readiness.plus(report.instance(), report.results());
        ready = report.ready() ? ready.plus(report.instance()) : ready;
    }

    /** Takes note of what Mesos says of a task; it counts failures itself and does not tell how many there were. */
    void note(StatusChange change, AppState after) {
        Instance instance = after.instances().get(change.instance());
        if (instance == null || !instance.hasTask() || change.container() != null || change.healthy() == null) {
            return;
        }
        if (!(after.definitionOf(instance) instanceof AppDefinition app)
                || !app.healthChecks().stream()
                        .allMatch(check -> check.protocol().byMesos())) {
            return;
        }
        List<HealthStatus> before = health.getOrDefault(instance.id(), List.of());
        HealthStatus last = before.isEmpty() ? HealthEvaluator.UNKNOWN : before.get(0);
        HealthStatus now = change.healthy()
                ? HealthEvaluator.succeeded(last, change.at()).status()
                : new HealthStatus(
                        false, last.consecutiveFailures(), last.firstSuccess(), last.lastSuccess(), change.at(), null);
        health = health.plus(instance.id(), List.of(now));
    }

    void forget(InstanceId instance) {
        alive.remove(instance);
        readiness = readiness.minus(instance);
        ready = ready.minus(instance);
        health = health.minus(instance);
    }

    @Override
    public Health of(RunSpec runSpec, Instance instance) {
        return Health.of(runSpec, instance, alive.get(instance.id()), ready.contains(instance.id()));
    }

    /** The counts of the state, with the health that the scheduler has found itself. */
    AppStatus.Counts counts(AppState state) {
        if (alive.isEmpty()) {
            return state.counts();
        }
        int healthy = (int) alive.values().stream().filter(a -> a).count();
        return new AppStatus.Counts(state.counts().staged(), state.counts().running(), healthy, alive.size() - healthy);
    }

    PMap<InstanceId, List<HealthStatus>> health() {
        return health;
    }

    PMap<InstanceId, List<ReadinessResult>> readiness() {
        return readiness;
    }

    PSet<InstanceId> ready() {
        return ready;
    }
}
