package stadion.localmesos.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskGroupInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs an agent has checkpointed: a directory for each, named after its container, with the launch as it was asked for
 * and a {@link TaskCheckpoint} per task. A run is there completely or not at all. It is not forced to the disk: processes
 * don't survive a machine that stops either.
 */
final class RunStore {

    private static final Logger LOG = LoggerFactory.getLogger(RunStore.class);
    private static final String UNFINISHED = ".new-";
    private static final String LAUNCH = "launch";
    private static final String ENDED = "ended";

    private final Path directory;

    RunStore(Path directory) {
        this.directory = directory;
    }

    /** Stores a new run; before anything of it starts. */
    void add(Run run) throws IOException {
        var unfinished = directory.resolve(UNFINISHED + run.container().getValue());
        for (var task : run.tasks()) {
            Files.createDirectories(TaskCheckpoint.directory(unfinished, task.getTaskId()));
        }
        try (var out = OwnerFile.create(unfinished.resolve(LAUNCH))) {
            run.framework().writeDelimitedTo(out);
            operation(run).writeDelimitedTo(out);
        }
        Files.move(unfinished, directoryOf(run), StandardCopyOption.ATOMIC_MOVE);
    }

    /** All runs that were stored, also those that have ended; what can't be read is left alone and logged. */
    List<Run> load() throws IOException {
        Files.createDirectories(directory);
        var runs = new ArrayList<Run>();
        for (var path : list()) {
            if (path.getFileName().toString().startsWith(UNFINISHED)) {
                deleteRecursively(path);
                continue;
            }
            try {
                runs.add(read(path));
            } catch (IOException e) {
                LOG.warn("Can't take up what runs according to {}: {}", path, e.toString());
            }
        }
        return runs;
    }

    TaskCheckpoint checkpoint(Run run, TaskInfo task) {
        return new TaskCheckpoint(TaskCheckpoint.directory(directoryOf(run), task.getTaskId()));
    }

    /** Notes that nothing of the run is left to be done: its tasks have ended and that was acknowledged. */
    void markEnded(Run run) throws IOException {
        Files.writeString(directoryOf(run).resolve(ENDED), "");
    }

    /** When that was noted. */
    Optional<Instant> endedAt(Run run) {
        try {
            return Optional.of(
                    Files.getLastModifiedTime(directoryOf(run).resolve(ENDED)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Forgets a run. */
    void remove(Run run) throws IOException {
        deleteRecursively(directoryOf(run));
    }

    /** Deletes a directory, without following links; nothing happens if there is none. */
    static void deleteRecursively(Path root) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(root);
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.toList();
        }
    }

    private static Operation operation(Run run) {
        var tasks = run.tasks();
        if (run.group()) {
            return Operation.newBuilder()
                    .setType(Operation.Type.LAUNCH_GROUP)
                    .setLaunchGroup(Operation.LaunchGroup.newBuilder()
                            .setExecutor(run.executor().orElseThrow())
                            .setTaskGroup(TaskGroupInfo.newBuilder().addAllTasks(tasks)))
                    .build();
        }
        return Operation.newBuilder()
                .setType(Operation.Type.LAUNCH)
                .setLaunch(Operation.Launch.newBuilder().addAllTaskInfos(tasks))
                .build();
    }

    private static Run read(Path path) throws IOException {
        var container =
                ContainerID.newBuilder().setValue(path.getFileName().toString()).build();
        try (InputStream in = Files.newInputStream(path.resolve(LAUNCH))) {
            var framework = FrameworkInfo.parseDelimitedFrom(in);
            var operation = Operation.parseDelimitedFrom(in);
            if (operation == null) {
                throw new IOException("the file '" + LAUNCH + "' is cut off");
            }
            if (operation.getType() == Operation.Type.LAUNCH_GROUP) {
                var group = operation.getLaunchGroup();
                return new Run(
                        container,
                        framework,
                        Optional.of(group.getExecutor()),
                        group.getTaskGroup().getTasksList(),
                        true);
            }
            var tasks = operation.getLaunch().getTaskInfosList();
            Optional<ExecutorInfo> executor =
                    tasks.stream().filter(TaskInfo::hasExecutor).findFirst().map(TaskInfo::getExecutor);
            return new Run(container, framework, executor, tasks, false);
        }
    }

    private Path directoryOf(Run run) {
        return directory.resolve(run.container().getValue());
    }
}
