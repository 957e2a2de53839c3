package stadion.deploy.server.flows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A client of the server's event stream, which notes all that comes. */
final class EventStream implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InputStream body;
    private final List<Event> events = new ArrayList<>();
    private boolean open;

    /** Subscribes to events of these types, or to all if none is given; returns when the server has answered. */
    EventStream(String server, Set<String> types) throws Exception {
        String query = types.stream().map(type -> "event_type=" + type).collect(Collectors.joining("&", "?", ""));
        var request = HttpRequest.newBuilder(URI.create(server + "/v2/events" + (types.isEmpty() ? "" : query)))
                .header("Accept", "text/event-stream")
                .build();
        var response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError("GET /v2/events was answered " + response.statusCode());
        }
        open = true;
        body = response.body();
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        String type = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    add(type, line.substring("data: ".length()));
                }
            }
        } catch (IOException closed) {
            // The server has closed the stream, or was killed.
        }
        synchronized (this) {
            open = false;
        }
    }

    private synchronized void add(String type, String data) {
        try {
            events.add(new Event(type, JSON.readTree(data)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has come until now. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
