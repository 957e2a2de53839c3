package stadion.localmesos.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control groups of this machine, as far as tasks can have some of their own below one named {@code stadion}. */
public final class ControlGroups {

    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
    private static final String PARENT = "stadion";
    private static final String SUBTREE = "cgroup.subtree_control";

    private final Optional<Path> unified;
    private final List<Path> separate;

    private ControlGroups(Optional<Path> unified, List<Path> separate) {
        this.unified = unified;
        this.separate = separate;
    }

    /** No control groups at all. */
    public static ControlGroups none() {
        return new ControlGroups(Optional.empty(), List.of());
    }

    /**
     * Finds out which control groups can be used.
     *
     * @param root where they are mounted, mostly {@code /sys/fs/cgroup}
     */
    public static ControlGroups find(Path root) {
        try {
            if (Files.exists(root.resolve("cgroup.controllers"))) {
                return new ControlGroups(Optional.of(makeUnified(root)), List.of());
            }
            if (Files.exists(root.resolve("memory/cgroup.procs"))) {
                var memory = Files.createDirectories(root.resolve("memory").resolve(PARENT));
                return Files.exists(root.resolve("cpu/cgroup.procs"))
                        ? new ControlGroups(
                                Optional.empty(),
                                List.of(
                                        memory,
                                        Files.createDirectories(
                                                root.resolve("cpu").resolve(PARENT))))
                        : new ControlGroups(Optional.empty(), List.of(memory));
            }
        } catch (IOException e) {
            LOG.info(
                    "Tasks run without limits on memory and processors: control groups can't be used ({})",
                    e.toString());
        }
        return none();
    }

    /** The group of this name, which need not exist; empty if there are no control groups. */
    public Optional<ControlGroup> group(String name) {
        if (unified.isPresent()) {
            return Optional.of(new UnifiedGroup(unified.get().resolve(name)));
        }
        if (separate.isEmpty()) {
            return Optional.empty();
        }
        var cpu = separate.size() > 1 ? Optional.of(separate.get(1).resolve(name)) : Optional.<Path>empty();
        return Optional.of(new SeparateGroup(separate.get(0).resolve(name), cpu));
    }

    private static Path makeUnified(Path root) throws IOException {
        var parent = Files.createDirectories(root.resolve(PARENT));
        for (var directory : List.of(root, parent)) {
            if (!Files.readString(directory.resolve(SUBTREE)).contains("memory")) {
                Files.writeString(directory.resolve(SUBTREE), "+memory +cpu");
            }
        }
        return parent;
    }
}
