package stadion.localmesos.agent;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * The environment of a task without an image of its own, as the command executor sets it and, for groups, the default
 * executor. The task's own variables win over all but {@code MESOS_ALLOCATION_ROLE}. Nothing of this JVM's environment is
 * passed on. Left out is what only concerns executors that load Mesos' native library.
 */
final class TaskEnvironment {

    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Mesos' default of the agent's flag {@code --executor_shutdown_grace_period}. */
    private static final Duration SHUTDOWN_GRACE_PERIOD = Duration.ofSeconds(5);

    /** What Mesos adds to a task's kill grace period before it destroys the executor. */
    private static final Duration SHUTDOWN_MARGIN = Duration.ofSeconds(2);

    private TaskEnvironment() {}

    /**
     * All variables of the task's process.
     *
     * @param endpoint address and port of the agent, as in "127.0.0.1:5051"
     * @param sandbox the task's sandbox
     */
    static Map<String, String> of(Run run, TaskInfo task, AgentAddress endpoint, String sandbox) {
        var variables = new TreeMap<String, String>();
        variables.put("PATH", PATH);
        variables.put("MESOS_SANDBOX", sandbox);
        variables.put("MESOS_TASK_ID", task.getTaskId().getValue());
        variables.put("MESOS_EXECUTOR_ID", run.executorId().getValue());
        if (run.group()) {
            variables.put("MESOS_CONTAINER_IP", endpoint.ip());
        } else {
            addCommandExecutor(variables, run, task, endpoint, sandbox);
        }
        variables.putAll(variablesOf(task.getCommand()));
        variables.put("MESOS_ALLOCATION_ROLE", allocationRole(task));
        return variables;
    }

    /** The variables that a command itself asks for. Secrets can't be resolved here and are left out. */
    static Map<String, String> variablesOf(CommandInfo command) {
        var variables = new TreeMap<String, String>();
        for (var variable : command.getEnvironment().getVariablesList()) {
            if (variable.getType() != Environment.Variable.Type.SECRET) {
                variables.put(variable.getName(), variable.getValue());
            }
        }
        return variables;
    }

    /** The role that the task's resources are allocated to; tasks can't mix roles. */
    static String allocationRole(TaskInfo task) {
        return task.getResourcesCount() == 0
                ? ""
                : task.getResources(0).getAllocationInfo().getRole();
    }

    private static void addCommandExecutor(
            Map<String, String> variables, Run run, TaskInfo task, AgentAddress endpoint, String sandbox) {
        variables.put("LIBPROCESS_IP", endpoint.ip());
        variables.put("LIBPROCESS_PORT", "0");
        variables.put("MESOS_AGENT_ENDPOINT", endpoint.ip() + ":" + endpoint.port());
        variables.put("MESOS_DIRECTORY", sandbox);
        variables.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", format(shutdownGracePeriod(task)));
        variables.put("MESOS_FRAMEWORK_ID", run.framework().getId().getValue());
        variables.put("MESOS_HTTP_COMMAND_EXECUTOR", "0");
        variables.put("MESOS_SLAVE_ID", task.getAgentId().getValue());
        variables.put("MESOS_SLAVE_PID", "slave(1)@" + endpoint.ip() + ":" + endpoint.port());
        if (run.framework().getCheckpoint()) {
            variables.put("MESOS_CHECKPOINT", "1");
            variables.put("MESOS_RECOVERY_TIMEOUT", "15mins");
            variables.put("MESOS_SUBSCRIPTION_BACKOFF_MAX", "2secs");
        }
    }

    private static Duration shutdownGracePeriod(TaskInfo task) {
        return task.getKillPolicy().hasGracePeriod()
                ? Duration.ofNanos(task.getKillPolicy().getGracePeriod().getNanoseconds())
                        .plus(SHUTDOWN_MARGIN)
                : SHUTDOWN_GRACE_PERIOD;
    }

    /** As Mesos prints durations: in the largest unit that is not larger than the value, as "6secs" or "1.5mins". */
    static String format(Duration duration) {
        var units = new Object[][] {
            {"weeks", 604_800e9},
            {"days", 86_400e9},
            {"hrs", 3_600e9},
            {"mins", 60e9},
            {"secs", 1e9},
            {"ms", 1e6},
            {"us", 1e3}
        };
        double nanos = duration.toNanos();
        for (var unit : units) {
            if (nanos >= (double) unit[1]) {
                var value = nanos / (double) unit[1];
                var text = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
                return text + unit[0];
            }
        }
        return (long) nanos + "ns";
    }
}
