package stadion.localmesos.master;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** The frameworks on disk, one file each, so that after a restart each is waited for as long as its failover timeout says. */
final class FrameworkStore {

    private static final String SUFFIX = ".pb";

    private final Path directory;

    /** The directory is made if it isn't there. */
    FrameworkStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    List<FrameworkInfo> load() {
        var frameworks = new ArrayList<FrameworkInfo>();
        try (var files = Files.list(directory)) {
            for (var file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                frameworks.add(FrameworkInfo.parseFrom(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the frameworks in " + directory, e);
        }
        return frameworks;
    }

    /** Stores a framework, or says why that is not possible. */
    Optional<String> save(FrameworkInfo framework) {
        var file = file(framework.getId());
        var part = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(part, framework.toByteArray());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("The master can't store the framework: " + e);
        }
    }

    void remove(FrameworkID framework) {
        try {
            Files.deleteIfExists(file(framework));
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove framework " + framework.getValue(), e);
        }
    }

    private Path file(FrameworkID framework) {
        return directory.resolve(framework.getValue() + SUFFIX);
    }
}
