package stadion.deploy.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import stadion.deploy.server.process.Api;

/** A client that changes one app, and remembers what the server acknowledged. */
public final class AppClient {

    private final String id;
    private final String marker;
    private final Random random;

    /** All that was asked for and answered, for the message when something is wrong. */
    private final List<String> history = new ArrayList<>();

    private final Set<String> deployments = new HashSet<>();

    private int lastRevision;

    /** What was acknowledged last. */
    private Wanted acknowledged = Wanted.NOTHING;

    /** The deployment that the last acknowledgement named, if it has not been replaced by one nobody was told of. */
    private @Nullable String deployment;

    /** What was asked for without an answer: it may have been done or not. */
    private @Nullable Wanted attempted;

    /** Whether anything was asked for since the app was last seen as it is wanted. */
    private boolean touched;

    /** Whether fewer instances were asked for since then, so that tasks of the last revision may have to go. */
    private boolean lowered;

    public AppClient(String id, String marker, long seed) {
        this.id = id;
        this.marker = marker;
        this.random = new Random(seed);
    }

    /** How an app is to be; no instances and revision 0 where it is not to exist. {@code version} is null while the server has not said it. */
    record Wanted(
            boolean exists,
            int instances,
            int revision,
            @Nullable String version) {
        static final Wanted NOTHING = new Wanted(false, 0, 0, null);

        boolean sameAs(Wanted other) {
            return exists == other.exists && instances == other.instances && revision == other.revision;
        }
    }

    public String id() {
        return id;
    }

    /** The last things that happened. */
    public String history() {
        return id + "\n  " + String.join("\n  ", history.subList(Math.max(0, history.size() - 20), history.size()));
    }

    public boolean owns(TaskProcess process) {
        return process.taskId().startsWith(id.substring(1).replace('/', '_') + ".");
    }

    /** Whether the app was left alone since it was last as wanted. */
    public boolean isAtRest() {
        return !touched;
    }

    public boolean wasLowered() {
        return lowered;
    }

    /** All deployments that it was told of, ever. */
    public Set<String> deployments() {
        return Set.copyOf(deployments);
    }

    public int instances() {
        return acknowledged.instances;
    }

    public int revision() {
        return acknowledged.revision;
    }

    /** Asks for one change. Returns whether there was an answer. */
    public boolean change(Api api) throws InterruptedException {
        Wanted next = next();
        touched = true;
        lowered |= next.instances < acknowledged.instances;
        attempted = next;
        history.add("asked for " + next);
        String force = random.nextInt(3) > 0 ? "?force=true" : "";
        try {
            Api.Answer answer = next.exists
                    ? api.send("PUT", "/v2/apps" + id + force, definition(next))
                    : api.send("DELETE", "/v2/apps" + id + force, "");
            return take(next, answer);
        } catch (IOException killed) {
            return false;
        }
    }

    private boolean take(Wanted next, Api.Answer answer) {
        history.add("answered " + answer);
        if (answer.status() / 100 == 5) {
            return false;
        }
        attempted = null;
        if (answer.isSuccess()) {
            acknowledged = new Wanted(
                    next.exists,
                    next.instances,
                    next.revision,
                    answer.body().path("version").asText());
            deployment = answer.body().path("deploymentId").asText();
            assertThat(deployment).as("deployment in %s", answer).isNotEmpty();
            deployments.add(deployment);
        } else {
            // Another deployment is under way; nothing was changed.
            assertThat(answer.status()).as("%s for %s", answer, id).isEqualTo(409);
        }
        return true;
    }

    private Wanted next() {
        int choice = random.nextInt(10);
        if (!acknowledged.exists || choice < 4) {
            int instances = acknowledged.exists ? acknowledged.instances : 1 + random.nextInt(4);
            return new Wanted(true, instances, ++lastRevision, null);
        }
        // Always another number: asking for what is there changes nothing, so the version that is answered names no
        // definition.
        int instances = (acknowledged.instances + 1 + random.nextInt(5)) % 6;
        return choice < 9 ? new Wanted(true, instances, acknowledged.revision, null) : Wanted.NOTHING;
    }

    private String definition(Wanted wanted) {
        return """
                {"cmd": "%s", "cpus": 0.01, "mem": 8, "disk": 0, "instances": %d, "env": {"REVISION": "%d"},
                 "backoffSeconds": 1, "maxLaunchDelaySeconds": 1}""".formatted(TaskProcess.command(marker), wanted.instances, wanted.revision);
    }

    /** The app is as it was acknowledged, or as it was attempted; its deployment goes on or has had its effect. */
    public void checkAfterRestart(Api api) throws IOException, InterruptedException {
        Wanted found = found(api);
        history.add("found after the restart: " + found);
        boolean done = attempted != null && found.sameAs(attempted);
        if (done) {
            acknowledged = found;
            deployment = null;
        } else {
            assertThat(found).as("%s after the restart", id).isEqualTo(acknowledged);
        }
        attempted = null;
        if (deployment != null && !deployments(api).contains(deployment)) {
            assertThat(runningTasks(api))
                    .as("tasks of %s, whose deployment %s has ended", id, deployment)
                    .hasSize(acknowledged.instances);
        }
    }

    /** To be called when no deployment runs and the tasks are as they should be. */
    public void rest() {
        touched = false;
        lowered = false;
        deployment = null;
    }

    private Wanted found(Api api) throws IOException, InterruptedException {
        Api.Answer answer = api.send("GET", "/v2/apps" + id, "");
        if (answer.status() == 404) {
            return new Wanted(false, 0, 0, acknowledged.exists ? null : acknowledged.version);
        }
        assertThat(answer.isSuccess()).as("GET of %s: %s", id, answer).isTrue();
        JsonNode app = answer.body().path("app");
        return new Wanted(
                true,
                app.path("instances").asInt(),
                app.path("env").path("REVISION").asInt(),
                app.path("version").asText());
    }

    private static Set<String> deployments(Api api) throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        api.get("/v2/deployments").forEach(d -> ids.add(d.path("id").asText()));
        return ids;
    }

    /** The ids of the app's tasks that run; all of them must. */
    public Set<String> runningTasks(Api api) throws IOException, InterruptedException {
        return runningTasks(api.get("/v2/tasks").path("tasks"));
    }

    /** The same of the tasks of all apps. */
    public Set<String> runningTasks(JsonNode tasks) {
        return StreamSupport.stream(tasks.spliterator(), false)
                .filter(task -> task.path("appId").asText().equals(id))
                .filter(task -> task.path("state").asText().equals("TASK_RUNNING"))
                .map(task -> task.path("id").asText())
                .collect(Collectors.toSet());
    }
}
