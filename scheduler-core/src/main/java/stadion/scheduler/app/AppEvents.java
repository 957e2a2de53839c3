package stadion.scheduler.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.app.AppEvent.BecameInactive;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.Expunged;
import stadion.scheduler.app.AppEvent.KillRequested;
import stadion.scheduler.app.AppEvent.Launch;
import stadion.scheduler.app.AppEvent.Progressed;
import stadion.scheduler.app.AppEvent.Provisioned;
import stadion.scheduler.app.AppEvent.Reservation;
import stadion.scheduler.app.AppEvent.Reserved;
import stadion.scheduler.app.AppEvent.Scheduled;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.app.AppEvent.Stopped;
import stadion.scheduler.app.AppEvent.TargetSet;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;

/** What each event does to the state of an app. Total: an event about an instance that is not there does nothing. */
final class AppEvents {

    private AppEvents() {}

    static AppState apply(AppState state, AppEvent event) {
        if (event instanceof StatusesChanged e) {
            return statusesChanged(state, e);
        } else if (event instanceof Provisioned e) {
            return provisioned(state, e);
        } else if (event instanceof Scheduled e) {
            return scheduled(state, e);
        } else if (event instanceof Decommissioned e) {
            return decommissioned(state, e);
        } else if (event instanceof Expunged e) {
            return expunged(state, e);
        } else if (event instanceof BecameInactive e) {
            return becameInactive(state, e);
        } else if (event instanceof KillRequested e) {
            return killRequested(state, e);
        } else if (event instanceof Reserved e) {
            return reserved(state, e);
        } else if (event instanceof Stopped e) {
            return stopped(state, e);
        } else if (event instanceof Progressed e) {
            int failed = state.rollout() == null ? 0 : state.rollout().failed();
            return state.withRollout(new Rollout(e.missing(), e.at(), failed));
        }
        return state.withTarget(((TargetSet) event).target());
    }

    private static AppState scheduled(AppState state, Scheduled e) {
        Target target = state.target();
        for (InstanceId id : e.instances()) {
            state = state.put(Instance.scheduled(
                    id,
                    target.runSpec().version(),
                    target.configVersion(),
                    target.runSpec().role(),
                    e.at()));
        }
        return state;
    }

    private static AppState reserved(AppState state, Reserved e) {
        for (Reservation reservation : e.reservations()) {
            Instance old = state.instances().get(reservation.instance());
            if (old != null) {
                state = state.put(old.withAgent(reservation.agent())
                        .withLocalVolumes(reservation.volumes())
                        .withSince(e.at()));
            }
        }
        return state;
    }

    private static AppState provisioned(AppState state, Provisioned e) {
        for (Launch launch : e.launches()) {
            Instance old = state.instances().get(launch.instance());
            if (old != null) {
                state = state.put(new Instance(
                        old.id(),
                        launch.incarnation(),
                        state.target().runSpec().version(),
                        state.target().configVersion(),
                        Condition.PROVISIONED,
                        old.goal(),
                        e.at(),
                        null,
                        null,
                        launch.agent(),
                        launch.hostPorts(),
                        List.of(),
                        null,
                        null,
                        false,
                        old.isReserved() ? old.role() : state.target().runSpec().role(),
                        PodLifecycle.launched(state.target().runSpec(), launch.hostPorts(), e.at()),
                        old.localVolumes(),
                        null));
            }
        }
        return state;
    }

    private static AppState statusesChanged(AppState state, StatusesChanged e) {
        for (StatusChange change : e.changes()) {
            Instance old = state.instances().get(change.instance());
            if (old != null) {
                state = changed(state, old, change);
            }
        }
        return state;
    }

    private static AppState changed(AppState state, Instance old, StatusChange change) {
        return change.container() == null ? taskChanged(state, old, change) : containerChanged(state, old, change);
    }

    private static AppState taskChanged(AppState state, Instance old, StatusChange change) {
        if (!change.condition().isTerminal()) {
            return state.put(alive(old, change));
        }
        AppState after = withFailure(state, old, change);
        return isRelaunched(state, old) && !isWithoutAgent(old, change)
                ? counted(after, old).put(waiting(state, old, change.condition(), change.at()))
                : after.remove(old.id());
    }

    private static AppState containerChanged(AppState state, Instance old, StatusChange change) {
        Instance next = PodLifecycle.changed(state.definitionOf(old), old, change);
        AppState after = change.condition().isTerminal() ? withFailure(state, old, change) : state;
        if (next.hasTask()) {
            return after.put(next);
        }
        return isRelaunched(state, old) && !isWithoutAgent(old, change)
                ? counted(after, old).put(waiting(state, next, next.condition(), change.at()))
                : after.remove(old.id());
    }

    private static AppState withFailure(AppState state, Instance instance, StatusChange ended) {
        boolean wanted = ended.condition() == Condition.KILLED && ended.killedBecause() == null;
        return ended.condition() == Condition.FINISHED || wanted
                ? state
                : state.withLastTaskFailure(failure(instance, ended));
    }

    /** An instance of the target's configuration has ended, and unless a user has killed it nobody wanted that. */
    private static AppState counted(AppState state, Instance ended) {
        boolean unwanted = ended.goal() == Goal.RUNNING && state.isCurrent(ended) && !ended.killRequested();
        return state.rollout() != null && unwanted
                ? state.withRollout(state.rollout().withFailure())
                : state;
    }

    /** Whether an instance whose task has ended is launched again under the same id: with volumes also as another configuration. */
    static boolean isRelaunched(AppState state, Instance instance) {
        return instance.isReserved()
                ? instance.goal() != Goal.DECOMMISSIONED && state.keepsVolumes()
                : instance.goal() == Goal.RUNNING && state.isCurrent(instance);
    }

    /** Whether an operator said that the agent of an instance with volumes, and so its volumes, never come back. */
    private static boolean isWithoutAgent(Instance instance, StatusChange change) {
        return instance.isReserved() && change.state().equals("TASK_GONE_BY_OPERATOR");
    }

    private static Instance alive(Instance old, StatusChange change) {
        boolean same = old.condition() == change.condition();
        boolean starts = change.condition() == Condition.RUNNING && old.startedAt() == null;
        return new Instance(
                old.id(),
                old.incarnation(),
                old.runSpecVersion(),
                old.configVersion(),
                change.condition(),
                old.goal(),
                same ? old.since() : change.at(),
                old.stagedAt() == null ? old.since() : old.stagedAt(),
                starts ? change.at() : old.startedAt(),
                old.agent(),
                old.hostPorts(),
                addresses(old, change),
                change.healthy() == null ? old.healthy() : change.healthy(),
                null,
                old.killRequested(),
                old.role(),
                old.containers(),
                old.localVolumes(),
                change.checkResult() == null ? old.checkResult() : change.checkResult());
    }

    /** The addresses of a task: those told last, and none while it is out of contact. */
    static List<String> addresses(Instance old, StatusChange change) {
        return change.ipAddresses().isEmpty() && !change.condition().isLost()
                ? old.ipAddresses()
                : change.ipAddresses();
    }

    private static Instance waiting(AppState state, Instance old, @Nullable Condition ended, Instant at) {
        boolean current = state.isCurrent(old);
        return new Instance(
                old.id(),
                old.incarnation(),
                current ? old.runSpecVersion() : state.target().runSpec().version(),
                current ? old.configVersion() : state.target().configVersion(),
                Condition.SCHEDULED,
                Goal.RUNNING,
                at,
                null,
                null,
                old.agent(),
                List.of(),
                old.ipAddresses(),
                null,
                ended,
                false,
                old.role(),
                old.containers(),
                old.localVolumes(),
                null);
    }

    private static TaskFailure failure(Instance instance, StatusChange change) {
        @Nullable
        String host = instance.agent() == null ? null : instance.agent().host();
        return new TaskFailure(
                instance.runSpecId(),
                change.container() == null
                        ? instance.taskId()
                        : instance.id().taskId(change.container(), change.incarnation()),
                change.state(),
                change.killedBecause() == null ? change.message() : change.killedBecause(),
                host == null ? "" : host,
                change.agentId(),
                instance.runSpecVersion(),
                change.at());
    }

    private static AppState becameInactive(AppState state, BecameInactive e) {
        for (InstanceId id : e.instances()) {
            Instance old = state.instances().get(id);
            if (old != null) {
                // "since" stays the moment contact was lost: the time until the instance is given up runs from there.
                state = state.put(old.withCondition(Condition.UNREACHABLE_INACTIVE));
            }
        }
        return state;
    }

    private static AppState decommissioned(AppState state, Decommissioned e) {
        for (InstanceId id : e.instances()) {
            Instance old = state.instances().get(id);
            if (old != null) {
                state = old.condition() == Condition.SCHEDULED
                        ? state.remove(id)
                        // Of what goes for good only what was wiped is to be killed because a user wants that.
                        : state.put(old.withGoal(Goal.DECOMMISSIONED).withKillRequested(e.wiped()));
            }
        }
        return state;
    }

    private static AppState stopped(AppState state, Stopped e) {
        for (InstanceId id : e.instances()) {
            Instance old = state.instances().get(id);
            if (old != null && old.isReserved() && state.keepsVolumes()) {
                state = state.put(
                        old.condition() == Condition.SCHEDULED
                                ? waiting(state, old, old.ended(), e.at())
                                : old.withGoal(Goal.STOPPED));
            }
        }
        return state;
    }

    private static AppState killRequested(AppState state, KillRequested e) {
        for (InstanceId id : e.instances()) {
            Instance old = state.instances().get(id);
            if (old != null && old.hasTask()) {
                state = state.put(old.withKillRequested(true));
            }
        }
        return state;
    }

    private static AppState expunged(AppState state, Expunged e) {
        for (InstanceId id : e.instances()) {
            state = state.remove(id);
        }
        return state;
    }
}
