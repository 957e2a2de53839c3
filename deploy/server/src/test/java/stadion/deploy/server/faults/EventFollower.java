package stadion.deploy.server.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A client of the event stream that follows it through any node, and after each break goes on through any other with what it has missed. */
final class EventFollower implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A node that is silent for so long may be gone without a word, or paused. */
    private static final int PATIENCE_MILLIS = 5_000;

    /** After at most so many events it breaks off by itself. */
    private static final int AT_ONCE = 200;

    private final Nodes nodes;
    private final Random random;
    private final EventStory story;
    private volatile boolean closed;

    /** Follows from now on, and tells all that it hears to {@code story}. */
    EventFollower(Nodes nodes, Random random, EventStory story) {
        this.nodes = nodes;
        this.random = random;
        this.story = story;
        Thread thread = new Thread(this::follow, "event-follower");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        while (!closed) {
            try {
                listen(nodes.node(random.nextInt(nodes.count())).url());
            } catch (IOException broken) {
                // The node was killed, paused, or has lost its leader: on to another one.
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(random.nextInt(200));
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void listen(String node) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(node + "/v2/events?ids=true&proxy=true").toURL().openConnection();
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        story.last().ifPresent(last -> connection.setRequestProperty("Last-Event-ID", Long.toString(last)));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            read(lines, node);
        } finally {
            connection.disconnect();
        }
    }

    private void read(BufferedReader lines, String node) throws IOException {
        int left = 1 + random.nextInt(AT_ONCE);
        String type = "";
        String id = "";
        JsonNode data = null;
        for (String line = lines.readLine(); line != null && left > 0 && !closed; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                type = line.substring("event: ".length());
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                data = JSON.readTree(line.substring("data: ".length()));
            } else if (line.isEmpty() && data != null) {
                story.hear(id, type, data, node);
                left--;
                id = "";
                data = null;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
