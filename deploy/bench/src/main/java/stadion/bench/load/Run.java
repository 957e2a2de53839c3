package stadion.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every benchmark that starts servers is told: where its files go, and how the servers run. */
final class Run {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "bench-data",
            description = "Directory for the store and the logs, emptied first (default: ${DEFAULT-VALUE}).")
    private Path dir;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Where the results are written (default: a file named after the benchmark, as bench-api.json).")
    private @Nullable Path output;

    @Option(
            names = "--server_flag",
            paramLabel = "ARGUMENT",
            description = "A further argument of the server; may be repeated.")
    private List<String> serverFlags = List.of();

    @Option(
            names = "--server_jvm",
            paramLabel = "ARGUMENT",
            description = "An argument of the server's JVM instead of -Xmx2g; may be repeated.")
    private List<String> jvmArguments = List.of("-Xmx2g");

    @Option(names = "--help", usageHelp = true, description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    Path dir() {
        return dir;
    }

    List<String> serverFlags() {
        return serverFlags;
    }

    List<String> jvmArguments() {
        return jvmArguments;
    }

    /** Starts a server on so many simulated agents. */
    Cluster cluster(int agents) throws IOException, InterruptedException {
        return Cluster.start(dir, agents, jvmArguments, serverFlags);
    }

    /** Writes the results as JSON, to a file of this name unless another was asked for, and says where. */
    void write(String name, Object results) throws IOException {
        Path file = output == null ? Path.of(name) : output;
        JSON.writeValue(file.toFile(), results);
        System.out.println("written to " + file.toAbsolutePath());
    }
}
