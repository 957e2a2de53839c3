package stadion.deploy.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The requests of recorded conversations, without what changes the server itself: giving up leadership, levels of logging, callbacks. */
public final class RecordedRequests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedRequests() {}

    /** All in a folder of scenarios and the folders below it, in the order of their names. */
    public static List<RawRequest> in(Path folder) throws IOException {
        List<RawRequest> requests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                for (JsonNode step : JSON.readTree(file.toFile()).path("steps")) {
                    if (step.has("request")) {
                        requests.add(of(step.get("request")));
                    }
                }
            }
        }
        return requests.stream().filter(RecordedRequests::isHarmless).toList();
    }

    static boolean isHarmless(RawRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads || Stream.of("leader", "logging", "eventSubscriptions").noneMatch(request.target()::contains);
    }

    private static RawRequest of(JsonNode request) {
        List<String> headers = new ArrayList<>(List.of("Accept: application/json"));
        String body = "";
        if (request.has("json") || request.has("text")) {
            headers.add("Content-Type: application/json");
            body = bytes(
                    request.has("json")
                            ? request.get("json").toString()
                            : request.get("text").asText());
        }
        for (var header : request.path("headers").properties()) {
            headers.removeIf(known -> known.regionMatches(
                    true, 0, header.getKey() + ":", 0, header.getKey().length() + 1));
            if (!header.getValue().isNull()) {
                headers.add(header.getKey() + ": " + header.getValue().asText());
            }
        }
        String target = request.path("path").asText().replace("[", "%5B").replace("]", "%5D");
        return new RawRequest(request.path("method").asText("GET"), target, headers, body);
    }

    /** The text in UTF-8, each byte as a character. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
