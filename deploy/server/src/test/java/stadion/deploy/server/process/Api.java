package stadion.deploy.server.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of the server. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI server;

    public Api(int port) {
        this("127.0.0.1", port);
    }

    public Api(String host, int port) {
        this.server = URI.create("http://" + host + ":" + port);
    }

    /** {@code body} is missing where the answer was empty. */
    public record Answer(int status, JsonNode body) {
        public boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** Sends a request; that it fails with an exception leaves open whether the server has done it. */
    public Answer send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()));
    }

    private static JsonNode json(String body) throws IOException {
        return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
    }

    /** What is there, which must be. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        Answer answer = send("GET", path, "");
        if (!answer.isSuccess()) {
            throw new AssertionError("GET " + path + " was answered " + answer);
        }
        return answer.body();
    }
}
