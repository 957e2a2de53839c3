package stadion.scheduler.launch.taskinfo;

import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Builds the tasks of instances of apps. */
public final class TaskInfoBuilder {

    public TaskInfoBuilder(LaunchSettings settings) {}

    /**
     * The task of an instance.
     *
     * @param incarnation 1 for the first task of the instance
     * @param placed what the matcher took of the offer
     * @param enforceGroupRole whether the app's top-level group enforces its role
     */
    public TaskInfo build(
            AppDefinition app,
            InstanceId instance,
            int incarnation,
            Offer offer,
            Match.Placed placed,
            boolean enforceGroupRole) {
        return TaskInfo.newBuilder().setName(app.id().hostname()).buildPartial();
    }
}
