package stadion.localmesos.master;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.TaskStatusStream;
import stadion.localmesos.master.ClusterView.AgentView;
import stadion.localmesos.master.ClusterView.FrameworkView;
import stadion.localmesos.master.ClusterView.TaskView;
import stadion.localmesos.resources.ResourceJson;
import stadion.localmesos.resources.Resources;

/** The JSON of /state, /slaves and /tasks: what of Mesos' fields is known here. */
final class StateJson {

    private static final JsonMapper JSON = new JsonMapper();

    private final ClusterView view;

    StateJson(ClusterView view) {
        this.view = view;
    }

    ObjectNode state() {
        var master = view.master();
        var state = JSON.createObjectNode();
        state.put("version", master.getVersion());
        state.put("start_time", seconds(view.started()));
        state.put("elected_time", seconds(view.started()));
        state.put("id", master.getId());
        state.put("pid", master.getPid());
        state.put("hostname", master.getHostname());
        state.put("leader", master.getPid());
        state.put("activated_slaves", view.agents().size());
        state.put("deactivated_slaves", 0);
        state.putObject("flags");
        state.set("slaves", agents());
        var frameworks = state.putArray("frameworks");
        view.frameworks().forEach(framework -> frameworks.add(framework(framework)));
        state.putArray("completed_frameworks");
        return state;
    }

    ObjectNode slaves() {
        var slaves = JSON.createObjectNode();
        slaves.set("slaves", agents());
        slaves.putArray("recovered_slaves");
        return slaves;
    }

    /** All tasks from the newest to the oldest framework, running before completed. */
    ObjectNode tasks(int offset, int limit) {
        var tasks = JSON.createObjectNode();
        var array = tasks.putArray("tasks");
        view.frameworks().stream()
                .flatMap(framework -> Stream.concat(framework.tasks().stream(), framework.completedTasks().stream()))
                .skip(offset)
                .limit(limit)
                .forEach(task -> array.add(task(task)));
        return tasks;
    }

    private ArrayNode agents() {
        var agents = JSON.createArrayNode();
        view.agents().forEach(agent -> agents.add(agent(agent)));
        return agents;
    }

    private ObjectNode agent(AgentView agent) {
        var info = agent.info();
        var json = JSON.createObjectNode();
        json.put("id", info.getId().getValue());
        json.put("hostname", info.getHostname());
        json.put("port", info.getPort());
        json.put("pid", AgentUrl.pid(info, view.master().getAddress().getIp()));
        json.put("active", true);
        json.put("version", view.master().getVersion());
        json.put("registered_time", seconds(agent.registered()));
        json.set("resources", ResourceJson.resources(agent.total()));
        json.set("used_resources", ResourceJson.resources(agent.used()));
        json.set("unreserved_resources", ResourceJson.resources(agent.total().notReserved()));
        var reserved = json.putObject("reserved_resources");
        agent.total()
                .reservationRoles()
                .forEach(role ->
                        reserved.set(role, ResourceJson.resources(agent.total().reservedFor(role))));
        json.set("attributes", ResourceJson.attributes(info.getAttributesList()));
        return json;
    }

    private static ObjectNode framework(FrameworkView framework) {
        var info = framework.info();
        var json = JSON.createObjectNode();
        json.put("id", info.getId().getValue());
        json.put("name", info.getName());
        json.put("user", info.getUser());
        json.put("principal", info.getPrincipal());
        json.put("failover_timeout", info.getFailoverTimeout());
        json.put("checkpoint", info.getCheckpoint());
        json.put("hostname", info.getHostname());
        json.put("webui_url", info.getWebuiUrl());
        json.put("active", framework.connected());
        json.put("connected", framework.connected());
        json.put("recovered", false);
        json.put("registered_time", seconds(framework.registered()));
        var roles = json.putArray("roles");
        Framework.rolesOf(info).forEach(roles::add);
        var capabilities = json.putArray("capabilities");
        info.getCapabilitiesList()
                .forEach(capability -> capabilities.add(capability.getType().name()));
        json.set("offered_resources", ResourceJson.resources(framework.offered()));
        json.set(
                "used_resources",
                ResourceJson.resources(framework.tasks().stream()
                        .filter(task -> !TaskStatusStream.isTerminal(task.state()))
                        .map(TaskView::resources)
                        .reduce(Resources.NONE, Resources::plus)));
        json.set("tasks", tasks(framework.tasks()));
        json.set("completed_tasks", tasks(framework.completedTasks()));
        return json;
    }

    private static ArrayNode tasks(Collection<TaskView> tasks) {
        var array = JSON.createArrayNode();
        tasks.forEach(task -> array.add(task(task)));
        return array;
    }

    private static ObjectNode task(TaskView task) {
        var json = JSON.createObjectNode();
        json.put("id", task.id());
        json.put("name", task.name());
        json.put("framework_id", task.framework());
        json.put("executor_id", task.executor());
        json.put("slave_id", task.agent());
        json.put("role", task.role());
        json.put("state", task.state().name());
        json.set("resources", ResourceJson.resources(task.resources()));
        json.set("labels", labels(task.labels()));
        var statuses = json.putArray("statuses");
        task.latest().ifPresent(status -> statuses.add(status(status)));
        return json;
    }

    private static ObjectNode status(TaskStatus status) {
        var json = JSON.createObjectNode();
        json.put("state", status.getState().name());
        json.put("timestamp", status.getTimestamp());
        if (status.hasHealthy()) {
            json.put("healthy", status.getHealthy());
        }
        if (status.getContainerStatus().hasContainerId()) {
            json.putObject("container_status")
                    .putObject("container_id")
                    .put("value", status.getContainerStatus().getContainerId().getValue());
        }
        return json;
    }

    private static ArrayNode labels(Labels labels) {
        var array = JSON.createArrayNode();
        labels.getLabelsList()
                .forEach(label -> array.addObject().put("key", label.getKey()).put("value", label.getValue()));
        return array;
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
