package stadion.api.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import stadion.api.json.Json;

/** The recorded cases of one kind, one per file. */
final class Recordings {

    private Recordings() {}

    record Case(String name, JsonNode json) {
        /** Whether the case is about an app, and not about a pod. */
        boolean isApp() {
            return json.has("app");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all(String kind) {
        try (Stream<Path> files = Files.list(directory(kind))) {
            List<Case> cases = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Recordings::read)
                    .toList();
            if (cases.isEmpty()) {
                throw new IllegalStateException("no recordings of " + kind);
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(String kind) {
        String elsewhere = System.getProperty("stadion.facts.dir");
        if (elsewhere != null) {
            return Path.of(elsewhere, kind);
        }
        try {
            return Path.of(Recordings.class.getResource("/" + kind).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Case read(Path file) {
        try {
            String name = file.getFileName().toString().replace(".json", "");
            return new Case(name, Json.parse(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
