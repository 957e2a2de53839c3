package stadion.deploy.server.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A recorded flow: requests, events and snapshots in the order in which they were seen. */
record Flow(String name, List<JsonNode> timeline) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The recorded flows whose name begins with {@code prefix}. */
    static List<Flow> all(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            List<Flow> flows = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(".json")) {
                    flows.add(new Flow(name.replace(".json", ""), timeline(file)));
                }
            }
            return flows;
        }
    }

    private static Path directory() {
        String elsewhere = System.getProperty("stadion.facts.dir");
        if (elsewhere != null) {
            return Path.of(elsewhere, "flows");
        }
        try {
            return Path.of(Flow.class.getResource("/flows").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> timeline(Path file) throws IOException {
        List<JsonNode> timeline = new ArrayList<>();
        JSON.readTree(file.toFile()).path("timeline").forEach(timeline::add);
        return timeline;
    }

    @Override
    public String toString() {
        return name;
    }
}
