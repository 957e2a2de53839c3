package stadion.scheduler.deployment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import stadion.scheduler.deployment.DeploymentPlan.Action;
import stadion.scheduler.deployment.DeploymentPlan.Change;
import stadion.scheduler.deployment.DeploymentPlan.Kind;
import stadion.scheduler.deployment.DeploymentPlan.Step;
import stadion.scheduler.group.RunSpecVersions;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;

/**
 * Plans the steps of a deployment: first what goes away is stopped, then what is new is made known, then everything is scaled or restarted, what others depend on first
 * (Marathon: {@code DeploymentPlan.apply}).
 */
public final class DeploymentPlanner {

    private DeploymentPlanner() {}

    /**
     * The plan for a change.
     *
     * @param changes the apps and pods that were touched, as they were and as they are to become
     * @param restarted those to be restarted though their configuration is the same
     * @param depth how many others must be up before an app or pod: the length of its longest chain of dependencies
     */
    public static DeploymentPlan plan(
            String id,
            Instant version,
            Map<PathId, Change> changes,
            Set<PathId> restarted,
            Map<PathId, List<InstanceId>> kills,
            ToIntFunction<PathId> depth) {
        List<Action> stops = new ArrayList<>();
        List<Action> starts = new ArrayList<>();
        TreeMap<Integer, List<Action>> rest = new TreeMap<>();
        changes.forEach((runSpec, change) -> {
            boolean pod = change.isPod();
            if (change.to() == null) {
                stops.add(new Action(Kind.STOP, runSpec, pod));
            } else {
                if (change.from() == null) {
                    starts.add(new Action(Kind.START, runSpec, pod));
                }
                kind(change, restarted.contains(runSpec))
                        .ifPresent(kind -> rest.computeIfAbsent(depth.applyAsInt(runSpec), d -> new ArrayList<>())
                                .add(new Action(kind, runSpec, pod)));
            }
        });
        List<Step> steps = new ArrayList<>();
        add(steps, stops);
        add(steps, starts);
        rest.values().forEach(actions -> add(steps, actions));
        Map<PathId, Change> affected = new LinkedHashMap<>();
        for (Step step : steps) {
            step.actions().forEach(action -> affected.put(action.runSpec(), changes.get(action.runSpec())));
        }
        return new DeploymentPlan(id, version, steps, affected, kills);
    }

    private static void add(List<Step> steps, List<Action> actions) {
        if (!actions.isEmpty()) {
            steps.add(new Step(List.copyOf(actions)));
        }
    }

    private static Optional<Kind> kind(Change change, boolean restart) {
        RunSpec from = change.from();
        RunSpec to = change.to();
        boolean scaled = from != null && RunSpecVersions.isScaled(from, to);
        boolean changed = from != null && (restart || RunSpecVersions.isUpgrade(from, to));
        if (from == null || (scaled && !changed) || (to.instances() == 0 && (scaled || changed))) {
            return Optional.of(Kind.SCALE);
        }
        return changed ? Optional.of(Kind.RESTART) : Optional.empty();
    }
}
