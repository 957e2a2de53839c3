package stadion.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One recorded conversation. Each step is {@code {"request": {...}, "expect": {...}, "capture": {...}, "until": {...}, "eventually": true}}, or {@code {"settle": true}}, or
 * {@code {"sleep": seconds}}.
 *
 * @param needs features that must be on ({@code feature:X}) or off ({@code no-feature:X}), and {@code tasks} where tasks must run
 * @param cleanup the addresses to be deleted when it is over
 */
public record Scenario(String area, String name, Set<String> needs, List<String> cleanup, List<JsonNode> steps) {

    /** All scenarios of an area (a folder), by name. */
    public static List<Scenario> ofArea(String area) {
        return in(Path.of(folder(area)));
    }

    /** All scenarios of a folder, by name. */
    public static List<Scenario> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(Scenario::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI folder(String area) {
        try {
            return Scenario.class.getResource("/conformance/" + area).toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Scenario read(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            Set<String> needs = new TreeSet<>();
            json.path("needs").forEach(need -> needs.add(need.asText()));
            return new Scenario(
                    json.path("area").asText(),
                    json.path("name").asText(),
                    needs,
                    json.path("cleanup").valueStream().map(JsonNode::asText).toList(),
                    json.path("steps").valueStream().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The features that a server must have for this scenario. */
    public Set<String> features() {
        Set<String> features = new TreeSet<>();
        needs.stream()
                .filter(need -> need.startsWith("feature:"))
                .forEach(need -> features.add(need.substring("feature:".length())));
        return features;
    }

    /** The ids that the scenario makes; everything below them is its own, too. */
    public List<String> owned() {
        return cleanup.stream()
                .map(path -> path.replaceFirst("^/v2/(groups|apps|pods)/*", "/"))
                .toList();
    }

    @Override
    public String toString() {
        return area + "/" + name;
    }
}
