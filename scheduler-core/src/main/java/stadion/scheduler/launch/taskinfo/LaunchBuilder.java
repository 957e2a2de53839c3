package stadion.scheduler.launch.taskinfo;

import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Builds the operations that launch instances: LAUNCH of an app's one task, LAUNCH_GROUP of a pod's. */
public final class LaunchBuilder {

    private final TaskInfoBuilder tasks;
    private final TaskGroupBuilder groups;

    public LaunchBuilder(LaunchSettings settings) {
        tasks = new TaskInfoBuilder(settings);
        groups = new TaskGroupBuilder(settings);
    }

    /**
     * The launch of an instance.
     *
     * @param incarnation 1 for the first launch of the instance
     * @param placed what the matcher took of the offer
     * @param enforceGroupRole whether the top-level group enforces its role
     */
    public Operation build(
            RunSpec runSpec,
            InstanceId instance,
            int incarnation,
            Offer offer,
            Match.Placed placed,
            boolean enforceGroupRole) {
        if (runSpec instanceof PodDefinition pod) {
            return Operation.newBuilder()
                    .setType(Operation.Type.LAUNCH_GROUP)
                    .setLaunchGroup(groups.build(pod, instance, incarnation, offer, placed, enforceGroupRole))
                    .build();
        }
        return Operation.newBuilder()
                .setType(Operation.Type.LAUNCH)
                .setLaunch(Operation.Launch.newBuilder()
                        .addTaskInfos(tasks.build(
                                (AppDefinition) runSpec, instance, incarnation, offer, placed, enforceGroupRole)))
                .build();
    }
}
