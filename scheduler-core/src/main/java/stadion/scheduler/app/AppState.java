package stadion.scheduler.app;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.Placement;

/**
 * What is stored of one app or pod: what it is to become, its instances, and the definitions they were launched with. Immutable.
 *
 * <p>The instances are also held by what they mean to the next decision, so that no decision has to look at all of them:
 *
 * @param scheduled wanted, of the target's configuration, waiting for a place
 * @param reserved the same, but waiting for the offer of what is reserved for them
 * @param launched wanted, of the target's configuration, with a task that is there or on its way
 * @param running how many of {@code launched} are running
 * @param old wanted once, of an earlier configuration: to be replaced
 * @param stopping with volumes, their task to end so that they become the target's configuration
 * @param leaving decommissioned, their task not ended yet
 * @param unreachable instances Mesos has no contact with; those that are inactive or decommissioned are in none of the above
 * @param placement where the launched and reserved instances are, and those of the target's configuration that are leaving
 * @param rollout how far the app has come on the way to its target, if there are limits to that
 * @param definitions the target's definition and those of old and leaving instances, by configuration version
 */
@RecordBuilder
record AppState(
        @Nullable Target target,
        PMap<InstanceId, Instance> instances,
        PSet<InstanceId> scheduled,
        PSet<InstanceId> reserved,
        PSet<InstanceId> launched,
        int running,
        PSet<InstanceId> old,
        PSet<InstanceId> stopping,
        PSet<InstanceId> leaving,
        PSet<InstanceId> unreachable,
        Placement placement,
        PMap<Instant, RunSpec> definitions,
        AppStatus.Counts counts,
        @Nullable TaskFailure lastTaskFailure,
        @Nullable Rollout rollout)
        implements AppStateBuilder.With {

    static final AppState EMPTY = new AppState(
            null,
            HashTreePMap.empty(),
            HashTreePSet.empty(),
            HashTreePSet.empty(),
            HashTreePSet.empty(),
            0,
            HashTreePSet.empty(),
            HashTreePSet.empty(),
            HashTreePSet.empty(),
            HashTreePSet.empty(),
            Placement.NONE,
            HashTreePMap.empty(),
            AppStatus.Counts.NONE,
            null,
            null);

    /** The state rebuilt from what a snapshot keeps. */
    static AppState of(
            @Nullable Target target,
            Collection<Instance> instances,
            Collection<RunSpec> definitions,
            @Nullable TaskFailure failure) {
        PMap<Instant, RunSpec> byVersion = HashTreePMap.empty();
        for (RunSpec definition : definitions) {
            byVersion = byVersion.plus(definition.configVersion(), definition);
        }
        AppState state = AppStateBuilder.builder(EMPTY)
                .target(target)
                .definitions(byVersion)
                .lastTaskFailure(failure)
                .build();
        for (Instance instance : instances) {
            state = state.put(instance);
        }
        return state;
    }

    /** Another target: the instances are sorted anew, which costs as much as there are. */
    @Override
    public AppState withTarget(Target next) {
        PMap<Instant, RunSpec> inUse =
                HashTreePMap.<Instant, RunSpec>empty().plus(next.configVersion(), next.runSpec());
        for (Instance instance : instances.values()) {
            RunSpec definition = definitions.get(instance.configVersion());
            if (definition != null && !inUse.containsKey(instance.configVersion())) {
                inUse = inUse.plus(instance.configVersion(), definition);
            }
        }
        return of(next, instances.values(), inUse.values(), lastTaskFailure);
    }

    /** The definition an instance was made for; the target's when it is of the current configuration. */
    RunSpec definitionOf(Instance instance) {
        RunSpec definition = definitions.get(instance.configVersion());
        return definition != null ? definition : target.runSpec();
    }

    boolean isCurrent(Instance instance) {
        return target != null && !target.remove() && instance.configVersion().equals(target.configVersion());
    }

    /** Whether instances with volumes go on when their task has ended. */
    boolean keepsVolumes() {
        return target != null && !target.remove() && target.runSpec().isResident();
    }

    /** Adds an instance or replaces it. */
    AppState put(Instance instance) {
        Instance old = instances.get(instance.id());
        AppState without = old == null ? this : index(old, -1, instances);
        return without.index(instance, 1, instances.plus(instance.id(), instance));
    }

    AppState remove(InstanceId id) {
        Instance instance = instances.get(id);
        return instance == null ? this : index(instance, -1, instances.minus(id));
    }

    /** Enters an instance into the sets it belongs to ({@code sign} 1), or takes it out of them (-1); {@code all} are the instances from then on. */
    private AppState index(Instance i, int sign, PMap<InstanceId, Instance> all) {
        boolean inactive = i.condition() == Condition.UNREACHABLE_INACTIVE;
        boolean isUnreachable = inactive || i.condition() == Condition.UNREACHABLE;
        boolean isLeaving = i.goal() == Goal.DECOMMISSIONED && !isUnreachable;
        boolean isStopping = i.goal() == Goal.STOPPED;
        boolean wanted = i.goal() == Goal.RUNNING && !inactive;
        boolean current = wanted && isCurrent(i);
        boolean isWaiting = current && i.condition() == Condition.SCHEDULED;
        boolean isScheduled = isWaiting && !i.isReserved();
        boolean isReserved = isWaiting && i.isReserved();
        boolean isLaunched = current && !isWaiting;
        boolean isOld = wanted && !current;
        // Until its task has ended, what leaves takes its place, as in Marathon.
        boolean isPlaced = isLaunched || isReserved || (isLeaving && isCurrent(i) && i.hasTask());
        return new AppState(
                target,
                all,
                isScheduled ? changed(scheduled, i, sign) : scheduled,
                isReserved ? changed(reserved, i, sign) : reserved,
                isLaunched ? changed(launched, i, sign) : launched,
                running + (isLaunched && i.condition() == Condition.RUNNING ? sign : 0),
                isOld ? changed(old, i, sign) : old,
                isStopping ? changed(stopping, i, sign) : stopping,
                isLeaving ? changed(leaving, i, sign) : leaving,
                isUnreachable ? changed(unreachable, i, sign) : unreachable,
                isPlaced ? placed(i, sign) : placement,
                definitions,
                counted(i, sign),
                lastTaskFailure,
                rollout);
    }

    private static PSet<InstanceId> changed(PSet<InstanceId> set, Instance instance, int sign) {
        return sign > 0 ? set.plus(instance.id()) : set.minus(instance.id());
    }

    private Placement placed(Instance instance, int sign) {
        List<AppDefinition.Constraint> constraints = target.runSpec().constraints();
        if (constraints.isEmpty() || instance.agent() == null) {
            return placement;
        }
        return sign > 0
                ? placement.plus(constraints, instance.agent())
                : placement.minus(constraints, instance.agent());
    }

    private AppStatus.Counts counted(Instance i, int sign) {
        boolean staged = i.condition() == Condition.STAGING || i.condition() == Condition.STARTING;
        boolean isRunning = i.condition() == Condition.RUNNING;
        if (!staged && !isRunning) {
            return counts;
        }
        return new AppStatus.Counts(
                counts.staged() + (staged ? sign : 0),
                counts.running() + (isRunning ? sign : 0),
                counts.healthy() + (isRunning && Boolean.TRUE.equals(i.healthy()) ? sign : 0),
                counts.unhealthy() + (isRunning && Boolean.FALSE.equals(i.healthy()) ? sign : 0));
    }
}
