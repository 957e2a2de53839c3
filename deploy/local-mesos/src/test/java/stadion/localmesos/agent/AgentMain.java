package stadion.localmesos.agent;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * An agent in a JVM of its own that can be killed. It launches a few tasks of three kinds as fast as it can and prints, a
 * line each, what it is told of all tasks: "TASK_STATE task-id message".
 */
public final class AgentMain {

    static final int TASKS_OF_A_KIND = 3;

    private AgentMain() {}

    /** Arguments: the agent's directory, and what to begin the tasks' ids with. */
    public static void main(String[] arguments) {
        var prefix = arguments[1];
        var agent = new AgentUnderTest(Path.of(arguments[0]), AgentMain::print);
        agent.recovered.forEach(task ->
                System.out.println("RECOVERED " + task.task().getTaskId().getValue()));
        agent.agent.frameworkSubscribed(TaskInfos.FRAMEWORK);
        for (var i = 0; i < TASKS_OF_A_KIND; i++) {
            agent.launch(TaskInfos.shell(prefix + "-stay-" + i, "echo $$ >> starts; exec sleep 1000"));
            agent.launch(TaskInfos.shell(prefix + "-fail-" + i, "echo $$ >> starts; sleep 0.0" + i + "; exit 7"));
            agent.launch(TaskInfos.shell(prefix + "-kill-" + i, "echo $$ >> starts; exec sleep 1000"));
        }
        for (var i = 0; i < TASKS_OF_A_KIND; i++) {
            agent.agent.kill(TaskInfos.FRAMEWORK_ID, TaskInfos.taskId(prefix + "-kill-" + i), Optional.empty());
        }
    }

    private static synchronized void print(FrameworkID framework, TaskStatus status) {
        System.out.println(status.getState() + " " + status.getTaskId().getValue() + " " + status.getMessage());
        System.out.flush();
    }
}
