package stadion.api.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;

/** A task with its environment variables sorted by name, as their order has no meaning. */
final class SortedTask {

    private SortedTask() {}

    static TaskInfo of(TaskInfo task) {
        TaskInfo.Builder builder = task.toBuilder();
        if (task.hasCommand()) {
            sort(builder.getCommandBuilder());
        }
        if (task.hasExecutor()) {
            sort(builder.getExecutorBuilder().getCommandBuilder());
        }
        return builder.build();
    }

    private static void sort(CommandInfo.Builder command) {
        List<Environment.Variable> variables =
                new ArrayList<>(command.getEnvironment().getVariablesList());
        variables.sort(Comparator.comparing(Environment.Variable::getName));
        command.getEnvironmentBuilder().clearVariables().addAllVariables(variables);
    }
}
