package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What flows do to Mesos, to tasks and to the server's process. */
final class OutsideActions {

    private final FlowBed bed;
    private final FlowClient client;
    private String stoppedAgent = "";

    OutsideActions(FlowBed bed, FlowClient client) {
        this.bed = bed;
        this.client = client;
    }

    void act(JsonNode action, Flow flow) throws Exception {
        String what = action.path("what").asText();
        if (what.startsWith("kill -9 of Marathon")) {
            bed.server().kill();
        } else if (what.startsWith("Marathon started again")) {
            if (!bed.server().isRunning()) {
                bed.server().start();
            }
        } else if (what.startsWith("kill -9 of the task process")) {
            TaskHandle.of(taskId(flow)).kill();
        } else if (what.startsWith("the file served is removed")) {
            Path sandbox = TaskHandle.of(taskId(flow)).directory();
            Files.delete(sandbox.resolve(checkedPath(flow)));
        } else if (what.startsWith("MARK_AGENT_GONE")) {
            bed.mesos().markAgentGone(task(flow).path("slaveId").asText());
        } else if (what.startsWith("kill -9 of the agent")) {
            stoppedAgent = task(flow).path("slaveId").asText();
            bed.mesos().stopAgent(stoppedAgent);
        } else if (what.startsWith("agent started again")) {
            startAgent();
        } else if (!what.contains("waited") && !what.contains("has ended")) {
            throw new IllegalArgumentException("unknown action: " + what);
        }
    }

    private void startAgent() throws IOException {
        bed.mesos().startAgent(stoppedAgent);
        stoppedAgent = "";
    }

    private String taskId(Flow flow) throws IOException, InterruptedException {
        return task(flow).path("id").asText();
    }

    /** The task that there is, when there is one only. */
    private JsonNode task(Flow flow) throws IOException, InterruptedException {
        return Snapshots.only(flow.specs(), client.send("GET", "/v2/tasks", "").body())
                .path("tasks")
                .path(0);
    }

    private static String checkedPath(Flow flow) {
        return flow.timeline().stream()
                .map(item -> item.path("body")
                        .path("healthChecks")
                        .path(0)
                        .path("path")
                        .asText())
                .filter(path -> !path.isEmpty())
                .findFirst()
                .orElseThrow()
                .replaceFirst("^/", "");
    }

    /** Brings back what was taken away. */
    void undo() throws Exception {
        if (!bed.server().isRunning()) {
            bed.server().start();
        }
        if (!stoppedAgent.isEmpty()) {
            startAgent();
        }
    }
}
