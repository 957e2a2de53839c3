package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.localmesos.agent.container.ContainerRequest;
import stadion.localmesos.agent.container.ContainerRequest.Mount;
import stadion.localmesos.agent.fetch.FetchException;

/** Makes a task's sandbox and fills it. Blocks; may be done again for the same task, if it was cut short. */
final class TaskPreparation {

    private final AgentServices agent;
    private final Run run;
    private final TaskInfo task;

    TaskPreparation(AgentServices agent, Run run, TaskInfo task) {
        this.agent = agent;
        this.run = run;
        this.task = task;
    }

    void run() throws LaunchException, InterruptedException {
        var user = TaskUser.of(task, run.framework());
        var sandbox = agent.directory().sandbox(run, task.getTaskId());
        try {
            makeSandbox(sandbox);
            makeVolumes(sandbox, user);
            fetch(sandbox);
            try (Stream<Path> files = Files.walk(sandbox)) {
                for (var file : files.toList()) {
                    giveTo(user, file);
                }
            }
        } catch (IOException e) {
            throw new LaunchException("Failed to make the sandbox: " + describe(e), e);
        }
    }

    /** A container with an image mounts its volumes itself; they only have to be there. */
    private void makeVolumes(Path sandbox, Optional<String> user) throws LaunchException, IOException {
        var volumes = new TaskVolumes(agent.directory(), run, task);
        var shared = volumes.persistentOfExecutor();
        var own = new ArrayList<>(volumes.persistent());
        own.addAll(volumes.sandboxPaths());
        makeSources(shared);
        // What a task takes out of the executor's sandbox may be a volume of the executor.
        SandboxLinks.make(agent.directory().sandbox(run), shared);
        makeSources(own);
        for (var mount : concat(shared, volumes.persistent())) {
            giveTo(user, mount.source());
        }
        if (ContainerRequest.wantsImage(task)) {
            return;
        }
        for (var mount : volumes.hostPaths()) {
            if (mount.source().startsWith(sandbox)) {
                Files.createDirectories(mount.source());
            } else if (!Files.exists(mount.source())) {
                throw new LaunchException("Path '" + mount.source() + "' in HOST_PATH volume does not exist");
            }
            own.add(mount);
        }
        SandboxLinks.make(sandbox, own);
    }

    private static void makeSources(List<Mount> mounts) throws IOException {
        for (var mount : mounts) {
            if (!Files.isDirectory(mount.source())) {
                Files.createDirectories(mount.source());
            }
        }
    }

    private static <T> List<T> concat(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** As in Mesos, only the sandbox says why. */
    private void fetch(Path sandbox) throws LaunchException, InterruptedException {
        try {
            agent.fetcher().fetch(task.getCommand().getUrisList(), sandbox);
        } catch (FetchException e) {
            throw new LaunchException(
                    "Failed to fetch all URIs for container '" + run.container().getValue() + "': exited with status 1",
                    e);
        }
    }

    private void makeSandbox(Path sandbox) throws IOException {
        var directory = agent.directory();
        Files.createDirectories(sandbox);
        var latest = directory.latest(run);
        var link = latest.resolveSibling(".latest-" + UUID.randomUUID());
        Files.createSymbolicLink(link, directory.sandbox(run));
        Files.move(link, latest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void giveTo(Optional<String> user, Path file) throws IOException, LaunchException {
        if (user.isEmpty()) {
            return;
        }
        try {
            var owner = file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.get());
            Files.setAttribute(file, "posix:owner", owner, LinkOption.NOFOLLOW_LINKS);
        } catch (UserPrincipalNotFoundException e) {
            throw new LaunchException("Failed to get user information for '" + user.get() + "': no such user", e);
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
