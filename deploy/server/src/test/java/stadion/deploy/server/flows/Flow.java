package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One recorded flow.
 *
 * @param flags of the server, beyond those of every flow
 * @param timeline what was seen and done, in this order; placeholders are {@link FlowText}'s
 */
record Flow(String name, List<String> flags, List<JsonNode> timeline, EventOrder order) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The project's copy. What its flows show of chance holds for others, too. */
    private static final Path OWN = own();

    static List<Flow> all() {
        try {
            String elsewhere = System.getProperty("stadion.facts.dir");
            Map<String, JsonNode> recorded = read(elsewhere == null ? OWN : Path.of(elsewhere, "flows"));
            Set<Set<String>> nowhereOrdered = Stream.concat(recorded.values().stream(), read(OWN).values().stream())
                    .flatMap(flow -> EventOrder.names(flow.path("event_order")).stream())
                    .collect(Collectors.toSet());
            return recorded.entrySet().stream()
                    .map(flow -> of(flow.getKey(), flow.getValue(), nowhereOrdered))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> read(Path directory) throws IOException {
        Map<String, JsonNode> recorded = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                recorded.put(
                        file.getFileName().toString().replace(".json", ""), JSON.readTree(Files.readAllBytes(file)));
            }
        }
        if (recorded.isEmpty()) {
            throw new IllegalStateException("no flows in " + directory);
        }
        return recorded;
    }

    private static Path own() {
        try {
            return Path.of(Flow.class.getResource("/flows").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Flow of(String name, JsonNode recorded, Set<Set<String>> nowhereOrdered) {
        EventOrder all = EventOrder.of(recorded.path("event_order"), nowhereOrdered);
        boolean hasCheck = recorded.path("timeline")
                .valueStream()
                .anyMatch(item -> item.path("body").has("check"));
        EventOrder order = hasCheck ? all.withoutCheckResults() : all;
        boolean neverKills = recorded.path("timeline").findValues("maxConsecutiveFailures").stream()
                .anyMatch(failures -> failures.asInt() == 0);
        order = neverKills ? order.withAnyFailures() : order;
        return new Flow(
                name,
                recorded.path("marathon_flags")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList(),
                Timeline.of(recorded.path("timeline")),
                firstCheckIsEarly(recorded) ? order.withoutFirstCheck() : order);
    }

    /** Whether a check that may come before the program in the task listens is followed by a good one. */
    private static boolean firstCheckIsEarly(JsonNode recorded) {
        return recorded.path("timeline")
                .valueStream()
                .filter(item -> kind(item).equals("event"))
                .map(item -> Event.recorded(item).name())
                .filter(name -> name.startsWith("health_status_changed_event"))
                .findFirst()
                .filter(name -> name.endsWith("True"))
                .isPresent();
    }

    /** The apps and pods that the flow is about. */
    Set<String> specs() {
        return timeline.stream().flatMap(item -> SpecIds.in(item).stream()).collect(Collectors.toSet());
    }

    Stream<JsonNode> events() {
        return timeline.stream().filter(item -> kind(item).equals("event"));
    }

    boolean has(String kind) {
        return timeline.stream().anyMatch(item -> kind(item).equals(kind));
    }

    static String kind(JsonNode item) {
        return item.path("kind").asText();
    }

    @Override
    public String toString() {
        return name;
    }
}
