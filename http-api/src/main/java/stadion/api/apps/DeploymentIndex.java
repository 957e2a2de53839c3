package stadion.api.apps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.model.PathId;

/** The running deployments by the apps that they touch, for lists of many apps. */
public final class DeploymentIndex {

    private DeploymentIndex() {}

    public static Map<PathId, List<String>> of(SchedulerView view) {
        Map<PathId, List<String>> index = new HashMap<>();
        for (RunningDeployment deployment : view.deployments()) {
            for (PathId app : deployment.plan().affected()) {
                index.computeIfAbsent(app, id -> new ArrayList<>())
                        .add(deployment.plan().id());
            }
        }
        return index;
    }
}
