package stadion.deploy.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the files with which others install Stadion, by their paths from the root of the project. */
final class PackagedFiles {

    private static final Path ROOT = Path.of("../..");
    private static final ObjectMapper JSON = new ObjectMapper();

    private PackagedFiles() {}

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file, with what is merged into them. */
    static List<JsonNode> documents(String path) {
        List<JsonNode> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(text(path))
                .forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }

    /** What follows a word at the beginning of a line: an instruction of a Dockerfile, or with {@code =} a setting of a unit. */
    static List<String> after(String word, String path) {
        return text(path)
                .lines()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip())
                .toList();
    }

    /** The variables that a file sets, one a line. */
    static Map<String, String> variables(String path) {
        return text(path)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    static List<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    /** The words of a list as Dockerfiles have it. */
    static List<String> words(String list) {
        try {
            return words(JSON.readTree(list));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
