package stadion.deploy.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes requests that are wrong somewhere out of ones that are right. */
public final class RequestMutator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO", "get", "");

    private static final List<String> HEADERS = List.of(
            "Accept: text/plain",
            "Accept: text/event-stream",
            "Accept: */*;q=2, a/b;q=x",
            "Accept: ,",
            "Accept-Encoding: gzip",
            "Accept-Encoding: gzip;q=0, deflate, br",
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: /",
            "Content-Encoding: gzip",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: nonsense",
            "Expect: 100-continue",
            "Expect: nothing",
            "Connection: close",
            "Connection: upgrade",
            "Host: ",
            "Host: a b",
            "Host: [::1]:99999",
            "Origin: http://evil.example",
            "Authorization: Basic %%%",
            "If-Match: \"x\"",
            "If-None-Match: *",
            "If-Modified-Since: yesterday",
            "Range: bytes=0-1",
            "Cookie: a=b; c",
            "X-Forwarded-For: 999.1.1.1",
            "Bad Header: x",
            "NoColon");

    private static final List<String> PARAMETERS = List.of(
            "force",
            "embed",
            "embed[]",
            "label",
            "cmd",
            "id",
            "partialUpdate",
            "scale",
            "wipe",
            "host",
            "dryRun",
            "limit",
            "cursor",
            "status",
            "status[]",
            "plan-format",
            "event_type",
            "skip",
            "taskId");

    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "",
            "1",
            "-1",
            "99999999999",
            "apps.tasks",
            "group.groups",
            "app.taskStats",
            "a%20in%20(b,c)",
            "!a",
            "a==b",
            "a%3D%3D",
            "%00",
            "%ff%fe",
            "%zz",
            "light",
            "*",
            "\"",
            "%F0%9F%98%80",
            "(((((");

    private static final List<String> SEGMENTS = List.of(
            "/",
            "//",
            "/..",
            "/.",
            "/*",
            "/%2e%2e",
            "/%2F",
            "/%00",
            "/%zz",
            "/tasks",
            "/versions",
            "/restart",
            "/delay",
            "/versions/2020-01-01T00:00:00.000Z",
            "/versions/x",
            "/A_B",
            "/ä",
            "/a%20b",
            "/deployments",
            "/::status");

    private final Random random;
    private final List<RawRequest> recorded;
    private final TextMutator texts;
    private final JsonMutator json;

    public RequestMutator(List<RawRequest> recorded, long seed) {
        this.random = new Random(seed);
        this.recorded = recorded;
        this.texts = new TextMutator(random);
        this.json = new JsonMutator(random, texts);
    }

    /** The next one: a recorded request, with one to three things changed. */
    public RawRequest next() {
        RawRequest request = any(recorded);
        for (int i = random.nextInt(3); i >= 0; i--) {
            request = mutated(request);
        }
        return RecordedRequests.isHarmless(request) ? request : next();
    }

    private RawRequest mutated(RawRequest request) {
        boolean hasBody = !request.body().isEmpty();
        int choice = random.nextInt(hasBody ? 16 : 8);
        return switch (choice) {
            case 0 -> request.withMethod(any(METHODS));
            case 1 -> request.withMethod(any(recorded).method());
            case 2 -> request.withTarget(texts.mutated(request.target()));
            case 3 -> request.withTarget(insertedSegment(request.target()));
            case 4, 5 -> request.withTarget(withParameter(request.target()));
            case 6 -> request.withHeaders(mutated(request.headers()));
            case 7 ->
                request.withTarget(any(recorded).target())
                        .withBody(any(recorded).body());
            case 8 -> request.withBody(texts.mutatedBytes(request.body()));
            default -> request.withBody(mutatedJson(request.body()));
        };
    }

    private String mutatedJson(String body) {
        try {
            JsonNode other = JSON.readTree(text(any(recorded).body()));
            return RecordedRequests.bytes(json.mutated(JSON.readTree(text(body)), other));
        } catch (IOException noJson) {
            return texts.mutatedBytes(body);
        }
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String insertedSegment(String target) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        int at = random.nextBoolean() ? end : target.lastIndexOf('/', random.nextInt(end + 1));
        return target.substring(0, Math.max(at, 0)) + any(SEGMENTS) + target.substring(Math.max(at, 0));
    }

    private String withParameter(String target) {
        String value = random.nextInt(4) == 0 ? texts.mutated(any(VALUES)) : any(VALUES);
        return target + (target.contains("?") ? "&" : "?") + any(PARAMETERS) + "=" + value;
    }

    private List<String> mutated(List<String> headers) {
        List<String> changed = new ArrayList<>(headers);
        switch (random.nextInt(4)) {
            case 0 -> {
                if (!changed.isEmpty()) {
                    changed.remove(random.nextInt(changed.size()));
                }
            }
            case 1 -> changed.add(texts.mutated(any(HEADERS)));
            default -> changed.add(any(HEADERS));
        }
        return changed;
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
