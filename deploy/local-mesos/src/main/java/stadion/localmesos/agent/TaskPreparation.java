package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;

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
        try {
            makeSandbox(user);
        } catch (IOException e) {
            throw new LaunchException("Failed to make the sandbox: " + describe(e), e);
        }
    }

    private void makeSandbox(Optional<String> user) throws IOException, LaunchException {
        var directory = agent.directory();
        var sandbox = directory.sandbox(run, task.getTaskId());
        Files.createDirectories(sandbox);
        var latest = directory.latest(run);
        var link = latest.resolveSibling(".latest-" + run.container().getValue());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, directory.sandbox(run));
        Files.move(link, latest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (user.isPresent()) {
            giveTo(user.get(), sandbox);
        }
    }

    private static void giveTo(String user, Path sandbox) throws IOException, LaunchException {
        try {
            var owner = sandbox.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
            Files.setOwner(sandbox, owner);
        } catch (java.nio.file.attribute.UserPrincipalNotFoundException e) {
            throw new LaunchException("Failed to get user information for '" + user + "': no such user", e);
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
