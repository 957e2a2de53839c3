package stadion.deploy.server.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A subscriber of {@code /v2/events}, which keeps what it has heard until it is closed. */
final class EventStream implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Event(String type, JsonNode data) {}

    private final List<Event> heard = new ArrayList<>();
    private final Stream<String> lines;
    private final Thread listener;
    private String type = "";

    EventStream(String server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/v2/events"))
                .header("Accept", "text/event-stream")
                .build();
        lines = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body();
        listener = new Thread(this::listen, "events");
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        lines.forEach(line -> {
            if (line.startsWith("event: ")) {
                type = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                hear(new Event(type, parsed(line.substring("data: ".length()))));
            }
        });
    }

    private static JsonNode parsed(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + data, e);
        }
    }

    private synchronized void hear(Event event) {
        heard.add(event);
    }

    /** Everything heard so far, told anew. */
    synchronized Story story() {
        Story story = new Story();
        heard.forEach(event -> story.add(event.type(), event.data()));
        return story;
    }

    @Override
    public void close() {
        lines.close();
    }
}
