package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends the requests of one flow, and sees nothing of the apps of others. */
final class FlowClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern INSTANCE_IN_PATH = Pattern.compile("/([A-Za-z0-9_-]+)\\.instance-(<<uuid=uuid\\d+>>)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;
    private final String mesos;
    private final Set<String> specs;

    /**
     * A client.
     *
     * @param server where the server listens, as the beginning of a URL
     * @param mesos where the Mesos master does
     */
    FlowClient(String server, String mesos, Set<String> specs) {
        this.server = server;
        this.mesos = mesos;
        this.specs = specs;
    }

    /** An answer; a body that is no JSON is missing. */
    record Answer(int status, Map<String, String> headers, JsonNode body) {
        Optional<String> deployment() {
            return Optional.ofNullable(headers.get("marathon-deployment-id"));
        }
    }

    Answer send(String method, String path, String body) throws IOException, InterruptedException {
        return send(server, method, path, body);
    }

    private Answer send(String address, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Answer(response.statusCode(), headers, json(response.body()));
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    /** Makes an app, and waits until it runs; returns its deployment. */
    String make(Precondition app) throws Exception {
        Answer answer = send("POST", "/v2/apps", app.body());
        if (answer.status() != 201) {
            throw new AssertionError("the app that must be there first: " + answer + " to " + app.body());
        }
        Await.until(
                        PATIENCE,
                        () -> send("GET", "/v2/apps" + app.id(), "").body().path("app"),
                        shown -> shown.path("deployments").isEmpty()
                                && shown.path("tasksRunning").asInt() == app.instances())
                .ifPresent(shown -> {
                    throw new AssertionError("the app that must be there first is not deployed: " + shown);
                });
        return answer.deployment().orElseThrow();
    }

    /** Gives instances in a path, of which no event has told, those that there are. */
    void anyInstances(String path, Map<String, String> instances) throws Exception {
        String tasks = send("GET", "/v2/tasks", "").body().toString();
        for (Matcher found = INSTANCE_IN_PATH.matcher(path); found.find(); ) {
            InstanceNames.seen(List.of(tasks)).getOrDefault(found.group(1), Set.of()).stream()
                    .filter(instance -> !instances.containsValue(instance))
                    .findFirst()
                    .ifPresent(instance -> instances.put(found.group(2), instance));
        }
    }

    /** Takes snapshots until one is as recorded, as something may still be under way; returns the one that comes nearest when the patience is over. */
    Map<String, JsonNode> snapshot(JsonNode recorded, Duration patience) throws Exception {
        Map<String, JsonNode> nearest = new HashMap<>();
        int[] fewest = {Integer.MAX_VALUE};
        Await.until(
                patience,
                () -> {
                    Map<String, JsonNode> taken = new HashMap<>();
                    for (Map.Entry<String, JsonNode> get : recorded.properties()) {
                        taken.put(get.getKey(), taken(get.getKey()));
                    }
                    int differences = Snapshots.differences(recorded, taken, Map.of(), specs)
                            .size();
                    if (differences < fewest[0]) {
                        fewest[0] = differences;
                        nearest.putAll(taken);
                    }
                    return differences;
                },
                differences -> differences == 0);
        return nearest;
    }

    private JsonNode taken(String path) throws IOException, InterruptedException {
        if (!Snapshots.isOfMesos(path)) {
            return ownOf(send("GET", path, "").body());
        }
        if (!path.equals("/slaves")) {
            throw new IllegalArgumentException("unknown address of Mesos: " + path);
        }
        ArrayNode reserved = JsonNodeFactory.instance.arrayNode();
        send(mesos, "GET", path, "")
                .body()
                .path("slaves")
                .forEach(agent -> reserved.add(agent.path("reserved_resources")));
        return reserved;
    }

    private JsonNode ownOf(JsonNode answer) {
        return Snapshots.only(specs, answer);
    }

    /** Removes the apps and pods of the flow, and waits until nothing of them is left; returns the deployments that did it. */
    List<String> removeEverything() throws Exception {
        List<String> deployments = new ArrayList<>();
        for (String spec : specs) {
            for (String kind : List.of("/v2/apps", "/v2/pods")) {
                send("DELETE", kind + spec + "?force=true", "").deployment().ifPresent(deployments::add);
            }
        }
        Await.until(PATIENCE, this::left, JsonNode::isEmpty).ifPresent(left -> {
            throw new AssertionError("what the flow leaves is not removed: " + left);
        });
        return deployments;
    }

    /** Lets the server tell something, that is a deployment of nothing, which is returned. */
    String changeNothing() throws IOException, InterruptedException {
        Answer answer = send("PUT", "/v2/groups", "{}");
        if (answer.status() != 200) {
            throw new AssertionError("a change of nothing was answered " + answer);
        }
        return answer.deployment()
                .orElseThrow(() -> new AssertionError("a change of nothing names no deployment: " + answer));
    }

    private JsonNode left() throws IOException, InterruptedException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        all.addAll((ArrayNode) ownOf(send("GET", "/v2/deployments", "").body()));
        ObjectNode tasks = (ObjectNode) ownOf(send("GET", "/v2/tasks", "").body());
        return all.addAll((ArrayNode) tasks.path("tasks"));
    }
}
