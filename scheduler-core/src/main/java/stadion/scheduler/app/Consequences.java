package stadion.scheduler.app;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.Expunged;
import stadion.scheduler.app.AppEvent.KillRequested;
import stadion.scheduler.app.AppEvent.Provisioned;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.app.AppEvent.Stopped;
import stadion.scheduler.app.AppTransition.Step;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;

/** What follows from the events of one app, once they are stored, for its tasks and for the launch queue. */
final class Consequences {

    private final AppEnvironment environment;
    private final TaskActors tasks;
    private final CheckResults checks;
    private final HealthKills healthKills;

    Consequences(AppEnvironment environment, TaskActors tasks, CheckResults checks, HealthKills healthKills) {
        this.environment = environment;
        this.tasks = tasks;
        this.checks = checks;
        this.healthKills = healthKills;
    }

    /** What was stored before this scheduler began: the tasks that are there are watched over again. */
    void resume(AppState state) {
        for (Instance instance : state.instances().values()) {
            if (instance.hasTask()) {
                startTask(state, instance);
                if (instance.goal() != Goal.RUNNING || instance.killRequested()) {
                    tasks.kill(instance.id());
                }
            }
        }
    }

    void follow(Step step) {
        if (step.event() instanceof StatusesChanged e) {
            e.changes().forEach(change -> followTask(step, change.instance()));
            e.changes().forEach(change -> checks.note(change, step.after()));
            backOff(step, e);
        } else if (step.event() instanceof Provisioned e) {
            e.launches()
                    .forEach(launch ->
                            startTask(step.after(), step.after().instances().get(launch.instance())));
        } else if (step.event() instanceof Decommissioned e) {
            e.instances().forEach(tasks::kill);
            e.instances().forEach(instance -> releaseIfGone(step, instance));
        } else if (step.event() instanceof Stopped e) {
            e.instances().forEach(tasks::kill);
        } else if (step.event() instanceof KillRequested e) {
            e.instances().forEach(tasks::kill);
        } else if (step.event() instanceof Expunged e) {
            e.instances().forEach(this::stopTask);
            e.instances().forEach(instance -> releaseIfGone(step, instance));
        }
    }

    private void followTask(Step step, InstanceId instance) {
        Instance after = step.after().instances().get(instance);
        if (after == null || !after.hasTask()) {
            stopTask(instance);
            releaseIfGone(step, instance);
        } else if (tasks.contains(instance)) {
            tasks.observed(after);
            boolean isBack = step.before().unreachable().contains(instance)
                    && !step.after().unreachable().contains(instance);
            if (isBack && after.goal() != Goal.RUNNING) {
                tasks.kill(instance);
            }
        }
    }

    private void startTask(AppState state, Instance instance) {
        stopTask(instance.id());
        tasks.start(state.definitionOf(instance), instance);
    }

    private void stopTask(InstanceId instance) {
        tasks.stop(instance);
        checks.forget(instance);
        healthKills.forget(instance);
    }

    private void releaseIfGone(Step step, InstanceId instance) {
        Instance before = step.before().instances().get(instance);
        if (before != null && before.isReserved() && !step.after().instances().containsKey(instance)) {
            environment.queue().tell(new LaunchQueue.Release(instance, before.role()));
        }
    }

    private void backOff(Step step, StatusesChanged event) {
        Map<Instant, Integer> failures = new HashMap<>();
        for (StatusChange change : event.changes()) {
            Instance old = step.before().instances().get(change.instance());
            if (old != null && old.goal() == Goal.RUNNING && backsOff(old, change)) {
                failures.merge(old.configVersion(), 1, Integer::sum);
            }
        }
        failures.forEach((version, times) -> Optional.ofNullable(
                        step.before().definitions().get(version))
                .ifPresent(runSpec -> environment.queue().tell(new LaunchQueue.Failed(runSpec, times))));
    }

    /** Of a pod, what counts is the end of the instance. */
    private static boolean backsOff(Instance old, StatusChange change) {
        if (change.container() == null || !change.backsOff()) {
            return change.backsOff();
        }
        Condition after = PodLifecycle.conditionAfter(old, change);
        return after == change.condition() && after != old.condition();
    }
}
