package stadion.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeoutException;

/** The server's API. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    Api(URI server) {
        this.server = server;
    }

    URI uri(String path) {
        return server.resolve(path);
    }

    byte[] get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path));
    }

    void post(String path, String body) throws IOException, InterruptedException {
        send("POST", path, body);
    }

    void put(String path, String body) throws IOException, InterruptedException {
        send("PUT", path, body);
    }

    void delete(String path) throws IOException, InterruptedException {
        send("DELETE", path, "");
    }

    private byte[] send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " was answered " + response.statusCode() + " "
                    + new String(response.body(), UTF_8));
        }
        return response.body();
    }

    /** An app whose tasks do nothing; the simulated agents do not look at the command. */
    void postApp(String id, int instances) throws IOException, InterruptedException {
        post(
                "/v2/apps",
                "{\"id\": \"%s\", \"cmd\": \"sleep 3600\", \"cpus\": 0.01, \"mem\": 16, \"disk\": 0, \"instances\": %d}"
                        .formatted(id, instances));
    }

    /** How many tasks of an app run, from the list of apps, which does not carry the tasks themselves. */
    int running(String app) throws IOException, InterruptedException {
        for (JsonNode found : json("/v2/apps").path("apps")) {
            if (found.path("id").asText().equals(app)) {
                return found.path("tasksRunning").asInt();
            }
        }
        return 0;
    }

    /** Removes an app and waits until all its tasks are gone. */
    void deleteApp(String app) throws IOException, InterruptedException, TimeoutException {
        send("DELETE", "/v2/apps" + app + "?force=true", "");
        await("the end of " + app, () -> json("/v2/deployments").isEmpty());
    }

    /** Something that becomes true. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Looks at most every 20 ms, and for at most a fifth of the time, so that looking does not slow down what is looked at. */
    static void await(String what, Condition condition) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + 900_000_000_000L;
        long begun = System.nanoTime();
        while (!condition.holds()) {
            long now = System.nanoTime();
            if (now > deadline) {
                throw new TimeoutException("waited 15 minutes for " + what);
            }
            Thread.sleep(Math.max(20, 4 * (now - begun) / 1_000_000));
            begun = System.nanoTime();
        }
    }
}
