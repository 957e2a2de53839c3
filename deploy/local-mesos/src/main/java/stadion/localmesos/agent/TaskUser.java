package stadion.localmesos.agent;

import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** The user a task runs as: that of its command, else that of its framework. */
final class TaskUser {

    private static final String SELF = System.getProperty("user.name");

    private TaskUser() {}

    /**
     * The user to switch to; empty to stay who we are. Only root can switch: without, the framework's user is no more than a
     * default, as with a real agent's {@code --switch_user=false}, but a user that the task itself asks for is refused.
     */
    static Optional<String> of(TaskInfo task, FrameworkInfo framework) throws LaunchException {
        return of(task, framework, SELF);
    }

    static Optional<String> of(TaskInfo task, FrameworkInfo framework, String self) throws LaunchException {
        var asked = task.getCommand().getUser();
        if (!asked.isEmpty() && !asked.equals(self) && !self.equals("root")) {
            throw new LaunchException("The task is to run as user '" + asked + "', but the agent runs as '" + self
                    + "' and only root can run tasks as somebody else");
        }
        if (!self.equals("root")) {
            return Optional.empty();
        }
        return Optional.of(asked.isEmpty() ? framework.getUser() : asked)
                .filter(user -> !user.isEmpty() && !user.equals(self));
    }
}
