package stadion.scheduler.launch.taskinfo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.mesos.v1.Protos.Environment;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.PodContainer;

/**
 * The environment of one container of a pod. Other than with apps, what the user says comes first, so that the scheduler's own variables win: those of the pod, of the
 * container, then what describes it, its labels, and the endpoints of all containers.
 */
final class PodEnvironment {

    private PodEnvironment() {}

    /**
     * All the variables.
     *
     * @param ports the endpoints of all containers
     * @param prefix stands before the names of HOST and of the endpoints' variables
     */
    static Environment of(
            PodDefinition pod,
            PodContainer container,
            String taskId,
            String executorId,
            String host,
            List<TaskPort> ports,
            String prefix,
            boolean enforceGroupRole) {
        TaskEnvironment environment = new TaskEnvironment();
        addUsers(environment, pod.env());
        addUsers(environment, container.env());
        environment.put(prefix + "HOST", host);
        environment.put("MESOS_TASK_ID", taskId);
        environment.put("MESOS_EXECUTOR_ID", executorId);
        environment.put("MARATHON_APP_ID", pod.id().toString());
        environment.putVersion(pod.version());
        environment.put("MARATHON_CONTAINER_ID", container.name());
        PodDefinition.Resources resources = container.resources();
        environment.put("MARATHON_CONTAINER_RESOURCE_CPUS", Double.toString(resources.cpus()));
        environment.put("MARATHON_CONTAINER_RESOURCE_MEM", Double.toString(resources.mem()));
        environment.put("MARATHON_CONTAINER_RESOURCE_DISK", Double.toString(resources.disk()));
        environment.put("MARATHON_CONTAINER_RESOURCE_GPUS", Integer.toString(resources.gpus()));
        environment.put("MARATHON_APP_ENFORCE_GROUP_ROLE", enforceGroupRole ? "TRUE" : "FALSE");
        Map<String, String> labels = new LinkedHashMap<>(pod.labels());
        labels.putAll(container.labels());
        environment.addLabels(labels);
        ports.forEach(port -> addEndpoint(environment, port, prefix));
        return environment.toProto();
    }

    /** Secrets are left out: only a plugin could resolve them. */
    private static void addUsers(TaskEnvironment environment, Map<String, EnvValue> variables) {
        variables.forEach((name, value) -> {
            if (value.value() != null) {
                environment.put(name, value.value());
            }
        });
    }

    /** Under which number the containers find an endpoint, and which are its numbers on the agent and in the containers' network. */
    private static void addEndpoint(TaskEnvironment environment, TaskPort port, String prefix) {
        String name = String.valueOf(port.name()).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        environment.put(prefix + "ENDPOINT_" + name, Integer.toString(port.inTask()));
        if (port.hostPort() != null) {
            environment.put(prefix + "EP_HOST_" + name, port.hostPort().toString());
        }
        if (port.mapped()) {
            environment.put(prefix + "EP_CONTAINER_" + name, Integer.toString(port.inTask()));
        }
    }
}
