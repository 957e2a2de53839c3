package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.TaskInfo;
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
            fetch(sandbox);
            if (user.isPresent()) {
                giveTo(user.get(), sandbox);
            }
        } catch (IOException e) {
            throw new LaunchException("Failed to make the sandbox: " + describe(e), e);
        }
    }

    private void fetch(Path sandbox) throws LaunchException, InterruptedException {
        try {
            agent.fetcher().fetch(task.getCommand().getUrisList(), sandbox);
        } catch (FetchException e) {
            throw new LaunchException(
                    "Failed to fetch all URIs for container '" + run.container().getValue()
                            + "': exited with status 1 (" + e.getMessage() + ")",
                    e);
        }
    }

    private void makeSandbox(Path sandbox) throws IOException {
        var directory = agent.directory();
        Files.createDirectories(sandbox);
        var latest = directory.latest(run);
        var link = latest.resolveSibling(".latest-" + run.container().getValue());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, directory.sandbox(run));
        Files.move(link, latest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void giveTo(String user, Path sandbox) throws IOException, LaunchException {
        try {
            var owner = sandbox.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
            try (Stream<Path> files = Files.walk(sandbox)) {
                for (var file : files.toList()) {
                    Files.setAttribute(file, "posix:owner", owner, LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (UserPrincipalNotFoundException e) {
            throw new LaunchException("Failed to get user information for '" + user + "': no such user", e);
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
