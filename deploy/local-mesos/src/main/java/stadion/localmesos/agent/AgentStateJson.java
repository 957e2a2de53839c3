package stadion.localmesos.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.TaskStatusStream;
import stadion.localmesos.resources.ResourceJson;
import stadion.localmesos.resources.Resources;

/** The JSON of an agent's {@code /state}: what of Mesos' fields is known here, above all where the sandboxes are. */
final class AgentStateJson {

    private static final String VERSION = "1.11.0";
    private static final JsonMapper JSON = new JsonMapper();

    private final AgentInfo info;
    private final AgentServices agent;
    private final Instant started;

    AgentStateJson(AgentInfo info, AgentServices agent, Instant started) {
        this.info = info;
        this.agent = agent;
        this.started = started;
    }

    ObjectNode render(Collection<AgentView.Seen> runs) {
        var total = Resources.of(info.getResourcesList());
        var json = JSON.createObjectNode();
        json.put("version", VERSION);
        json.put("start_time", started.toEpochMilli() / 1000.0);
        json.put("id", info.getId().getValue());
        json.put("pid", "slave(1)@" + agent.address().ip() + ":" + info.getPort());
        json.put("hostname", info.getHostname());
        json.set("resources", ResourceJson.resources(total));
        json.set("unreserved_resources", ResourceJson.resources(total.notReserved()));
        json.set("attributes", ResourceJson.attributes(info.getAttributesList()));
        json.putObject("flags").put("work_dir", agent.directory().root().toString());
        var byFramework = runs.stream()
                .collect(Collectors.groupingBy(
                        run -> run.run().framework().getId().getValue(), LinkedHashMap::new, Collectors.toList()));
        var live = json.putArray("frameworks");
        var completed = json.putArray("completed_frameworks");
        byFramework.values().forEach(ofFramework -> {
            var over = ofFramework.stream().allMatch(AgentView.Seen::ended);
            (over ? completed : live).add(framework(ofFramework));
        });
        return json;
    }

    private ObjectNode framework(List<AgentView.Seen> runs) {
        FrameworkInfo framework = runs.get(runs.size() - 1).run().framework();
        var json = JSON.createObjectNode();
        json.put("id", framework.getId().getValue());
        json.put("name", framework.getName());
        json.put("user", framework.getUser());
        json.put("checkpoint", framework.getCheckpoint());
        json.put("hostname", framework.getHostname());
        json.put("failover_timeout", framework.getFailoverTimeout());
        var executors = json.putArray("executors");
        var completed = json.putArray("completed_executors");
        runs.forEach(run -> (run.ended() ? completed : executors).add(executor(run)));
        return json;
    }

    private ObjectNode executor(AgentView.Seen seen) {
        var run = seen.run();
        var json = JSON.createObjectNode();
        json.put("id", run.executorId().getValue());
        json.put(
                "name",
                run.group() ? "" : "Command Executor (Task: " + run.executorId().getValue() + ")");
        json.put("source", run.group() ? "" : run.executorId().getValue());
        json.put("container", run.container().getValue());
        json.put("directory", agent.directory().sandbox(run).toString());
        json.put("type", run.group() ? "DEFAULT" : "CUSTOM");
        json.set(
                "resources",
                ResourceJson.resources(run.tasks().stream()
                        .map(task -> Resources.of(task.getResourcesList()))
                        .reduce(Resources.NONE, Resources::plus)));
        var tasks = json.putArray("tasks");
        var completed = json.putArray("completed_tasks");
        json.putArray("queued_tasks");
        for (var task : run.tasks()) {
            var status = seen.statuses()
                    .getOrDefault(task.getTaskId().getValue(), TaskStatuses.staging(run, task, agent.agent()));
            (TaskStatusStream.isTerminal(status.getState()) ? completed : tasks).add(task(run, task, status));
        }
        return json;
    }

    private ObjectNode task(Run run, TaskInfo task, TaskStatus status) {
        var json = JSON.createObjectNode();
        json.put("id", task.getTaskId().getValue());
        json.put("name", task.getName());
        json.put("framework_id", run.framework().getId().getValue());
        json.put("executor_id", run.group() ? run.executorId().getValue() : "");
        json.put("slave_id", agent.agent().getValue());
        json.put("state", status.getState().name());
        json.set("resources", ResourceJson.resources(Resources.of(task.getResourcesList())));
        json.put("role", TaskEnvironment.allocationRole(task));
        var statuses = json.putArray("statuses");
        if (status.hasTimestamp()) {
            statuses.addObject().put("state", status.getState().name()).put("timestamp", status.getTimestamp());
        }
        return json;
    }
}
