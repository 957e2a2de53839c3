package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.localmesos.agent.process.ExitStatus;
import stadion.localmesos.agent.process.ProcessIdentity;
import stadion.localmesos.agent.process.ProcessSpec;
import stadion.localmesos.agent.process.ProcessTable;
import stadion.localmesos.agent.process.Programs;

/** A task that runs as a process of this machine, on its file system and network. */
final class ProcessRuntime implements TaskRuntime {

    /** As in Mesos' command executor. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(3);

    private static final Optional<Path> BASH = Programs.find("bash");

    private final AgentServices agent;
    private final Run run;
    private final TaskInfo task;

    ProcessRuntime(AgentServices agent, Run run, TaskInfo task) {
        this.agent = agent;
        this.run = run;
        this.task = task;
    }

    @Override
    public String subject() {
        return "Command";
    }

    @Override
    public Duration defaultGracePeriod() {
        return GRACE_PERIOD;
    }

    @Override
    public void prepare() throws LaunchException {
        if (run.executor().isPresent() && !run.group()) {
            throw new LaunchException("Custom executors are not supported by the agents of the embedded Mesos;"
                    + " give the task a command instead");
        }
        for (var network : task.getContainer().getNetworkInfosList()) {
            if (!network.getName().isEmpty()) {
                throw new LaunchException("Network '" + network.getName()
                        + "' can only be joined by a container with an image; without one, use the host's network");
            }
        }
    }

    @Override
    public ProcessSpec process() throws LaunchException {
        var sandbox = agent.directory().sandbox(run, task.getTaskId()).toString();
        return new ProcessSpec(
                TaskCommand.of(task.getCommand(), BASH),
                TaskEnvironment.of(run, task, agent.address(), sandbox),
                TaskUser.of(task, run.framework()),
                List.of());
    }

    @Override
    public ContainerStatus initialStatus() {
        return status().build();
    }

    @Override
    public Optional<ContainerStatus> status(ProcessIdentity script) {
        return Optional.of(status().setExecutorPid((int) script.pid()).build());
    }

    @Override
    public boolean terminate(ProcessIdentity script, Duration gracePeriod) {
        var members = ProcessTable.membersOf(script.pid());
        members.forEach(member -> ProcessTable.signal(member, false));
        return !members.isEmpty();
    }

    /** The script is spared, so that it can note how the task has ended, unless it is all that is left. */
    @Override
    public void kill(ProcessIdentity script) {
        var members = ProcessTable.membersOf(script.pid());
        if (members.isEmpty()) {
            ProcessTable.signal(script, true);
        }
        members.forEach(member -> ProcessTable.signal(member, true));
    }

    @Override
    public EndNote endNote(Optional<ExitStatus> exit) {
        return EndNote.NOTHING;
    }

    /**
     * Processes in other groups of the task's session; the script has killed those of its own group. Its process id may
     * have been used again since it ended, so they must also know the task's id.
     */
    @Override
    public void cleanUp(ProcessIdentity script) {
        ProcessTable.membersOf(script.pid()).stream()
                .filter(member -> ProcessTable.hasVariable(
                        member, "MESOS_TASK_ID", task.getTaskId().getValue()))
                .forEach(member -> ProcessTable.signal(member, true));
    }

    @Override
    public String host(boolean ipv6) {
        return ipv6 ? "::1" : "127.0.0.1";
    }

    /** In the sandbox and with the executor's environment; what it writes goes to the task's stderr. */
    @Override
    public CompletionStage<Optional<ExitStatus>> run(CommandInfo command, Duration timeout) throws IOException {
        var sandbox = agent.directory().sandbox(run, task.getTaskId());
        var environment = TaskEnvironment.of(run, task, agent.address(), sandbox.toString());
        environment.remove("MESOS_ALLOCATION_ROLE");
        environment.putAll(TaskEnvironment.variablesOf(command));
        try {
            var user = TaskUser.of(task, run.framework());
            var spec = new ProcessSpec(TaskCommand.of(command, BASH), environment, user, List.of());
            return agent.shortRun().start(spec, sandbox, sandbox.resolve("stderr"), timeout);
        } catch (LaunchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private ContainerStatus.Builder status() {
        return ContainerStatus.newBuilder()
                .setContainerId(run.containerOf(task))
                .addNetworkInfos(NetworkInfo.newBuilder()
                        .addIpAddresses(NetworkInfo.IPAddress.newBuilder()
                                .setProtocol(NetworkInfo.Protocol.IPv4)
                                .setIpAddress(agent.address().ip())));
    }
}
