package stadion.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import stadion.api.json.Json;

/**
 * Replays scenarios against a running server and says where its answers differ from the recorded ones. What a scenario makes is removed afterwards.
 *
 * <p>Steps that wait ({@code until}, {@code eventually}, {@code settle}) are asked again until they hold or the patience is over.
 */
public final class HttpReplay {

    private static final Duration PAUSE = Duration.ofMillis(30);

    private final String base;
    private final Duration patience;
    private final Consumer<Exchange> listener;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Replays against the server at {@code base}, such as {@code http://127.0.0.1:8080}. */
    public HttpReplay(String base, Duration patience) {
        this(base, patience, exchange -> {});
    }

    /** The same; {@code listener} sees every request with its answer. */
    public HttpReplay(String base, Duration patience, Consumer<Exchange> listener) {
        this.base = base;
        this.patience = patience;
        this.listener = listener;
    }

    /** A request and its answer; header names in lower case. */
    public record Exchange(String method, String path, int status, Map<String, String> headers, String body) {}

    private record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return body.isEmpty() ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
            } catch (IOException e) {
                return MissingNode.getInstance();
            }
        }
    }

    /** All differences, in words; empty when every answer was as recorded. */
    public List<String> differences(Scenario scenario) {
        Bindings bindings = new Bindings();
        List<String> differences = new ArrayList<>();
        try {
            for (JsonNode step : scenario.steps()) {
                differences.addAll(replay(scenario, step, bindings));
                if (!differences.isEmpty()) {
                    break;
                }
            }
        } finally {
            cleanUp(scenario);
        }
        return differences;
    }

    private List<String> replay(Scenario scenario, JsonNode step, Bindings bindings) {
        if (step.has("settle")) {
            return settles(scenario) ? List.of() : List.of("deployments are still running");
        }
        if (step.has("sleep")) {
            pause(Duration.ofMillis((long) (step.get("sleep").asDouble() * 1000)));
            return List.of();
        }
        JsonNode request = step.get("request");
        Answer answer = send(request, bindings);
        JsonNode wanted = step.has("until") ? step.get("until") : step.path("expect");
        boolean waits = step.has("until") || step.has("eventually");
        long deadline = System.nanoTime() + patience.toNanos();
        while (waits && !differences(wanted, answer, bindings.copy()).isEmpty() && System.nanoTime() < deadline) {
            pause(PAUSE);
            answer = send(request, bindings);
        }
        List<String> differences = new ArrayList<>();
        for (String difference : differences(step.path("expect"), answer, bindings)) {
            differences.add(request.path("method").asText("GET") + " "
                    + request.path("path").asText() + ": " + difference);
        }
        capture(step.path("capture"), answer, bindings);
        return differences;
    }

    private static List<String> differences(JsonNode expected, Answer answer, Bindings bindings) {
        List<String> differences = new ArrayList<>();
        int status = expected.path("status").asInt(200);
        if (answer.status() != status) {
            return List.of("expected status " + status + ", got " + answer.status() + " " + answer.body());
        }
        expected.path("headers").properties().forEach(header -> {
            JsonNode got = header(answer, header.getKey());
            if (header.getValue().asText().equals("<<absent>>")) {
                if (!got.isMissingNode()) {
                    differences.add("header " + header.getKey() + " should be absent, is " + got);
                }
            } else {
                JsonMatch.compare(header.getValue(), got, bindings)
                        .forEach(miss -> differences.add("header " + header.getKey() + miss));
            }
        });
        if (expected.has("json")) {
            JsonMatch.compare(expected.get("json"), answer.json(), bindings)
                    .forEach(miss -> differences.add(miss.toString()));
        } else if (expected.has("text")) {
            JsonMatch.compare(expected.get("text"), TextNode.valueOf(answer.body()), bindings)
                    .forEach(miss -> differences.add(miss.toString()));
        }
        return differences;
    }

    /** A header of the answer; of a content type only the media type. */
    private static JsonNode header(Answer answer, String name) {
        String value = answer.headers().get(name.toLowerCase(Locale.ROOT));
        if (value == null) {
            return MissingNode.getInstance();
        }
        return TextNode.valueOf(name.equalsIgnoreCase("Content-Type") ? value.replaceFirst(";.*", "") : value);
    }

    private static void capture(JsonNode captures, Answer answer, Bindings bindings) {
        captures.properties().forEach(capture -> {
            String where = capture.getValue().asText();
            JsonNode value = where.startsWith("header:")
                    ? header(answer, where.substring("header:".length()))
                    : answer.json().at(where);
            bindings.capture(capture.getKey(), value);
        });
    }

    private boolean settles(Scenario scenario) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isDeploying(scenario)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(PAUSE);
        }
        return true;
    }

    private boolean isDeploying(Scenario scenario) {
        JsonNode deployments = send("GET", "/v2/deployments", Map.of("Accept", "application/json"), null)
                .json();
        return deployments
                .valueStream()
                .flatMap(deployment -> Stream.concat(
                        deployment.path("affectedApps").valueStream(),
                        deployment.path("affectedPods").valueStream()))
                .map(JsonNode::asText)
                .anyMatch(id -> scenario.owned().stream().anyMatch(own -> id.equals(own) || id.startsWith(own + "/")));
    }

    private void cleanUp(Scenario scenario) {
        for (String path : scenario.cleanup()) {
            send("DELETE", path + "?force=true", Map.of("Accept", "application/json"), null);
        }
        settles(scenario);
    }

    private Answer send(JsonNode request, Bindings bindings) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", "application/json");
        String body = null;
        if (request.has("json") || request.has("text")) {
            headers.put("Content-Type", "application/json");
            body = bindings.fill(
                    request.has("json")
                            ? request.get("json").toString()
                            : request.get("text").asText());
        }
        request.path("headers").properties().forEach(header -> {
            headers.remove(header.getKey());
            if (!header.getValue().isNull()) {
                headers.put(header.getKey(), header.getValue().asText());
            }
        });
        String path = bindings.fill(request.path("path").asText());
        return send(request.path("method").asText("GET"), path, headers, body);
    }

    private Answer send(String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base + path.replace("[", "%5B").replace("]", "%5D")))
                .timeout(Duration.ofSeconds(60))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            Map<String, String> all = new TreeMap<>();
            answer.headers().map().forEach((name, values) -> all.put(name, String.join(", ", values)));
            listener.accept(new Exchange(method, path, answer.statusCode(), all, answer.body()));
            return new Answer(answer.statusCode(), all, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pause(Duration pause) {
        LockSupport.parkNanos(pause.toNanos());
    }
}
