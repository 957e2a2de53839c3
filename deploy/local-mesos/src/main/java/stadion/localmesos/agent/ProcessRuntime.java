package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.localmesos.agent.cgroup.ControlGroup;
import stadion.localmesos.agent.cgroup.ResourceLimits;
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
    private final Optional<ControlGroup> group;

    ProcessRuntime(AgentServices agent, Run run, TaskInfo task) {
        this.agent = agent;
        this.run = run;
        this.task = task;
        var nested = run.group() ? "-" + run.tasks().indexOf(task) : "";
        this.group = agent.controlGroups().group(run.container().getValue() + nested);
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
        if (group.isPresent()) {
            makeGroup(group.get());
        }
    }

    private void makeGroup(ControlGroup made) throws LaunchException {
        try {
            made.create(ResourceLimits.of(task.getResourcesList(), task.getLimitsMap()));
        } catch (IOException e) {
            throw new LaunchException("Failed to make a control group for the task's resources: " + e, e);
        }
    }

    @Override
    public ProcessSpec process() throws LaunchException {
        var sandbox = agent.directory().sandbox(run, task.getTaskId()).toString();
        return new ProcessSpec(
                TaskCommand.of(task.getCommand(), BASH),
                TaskEnvironment.of(run, task, agent.address(), sandbox),
                TaskUser.of(task, run.framework()),
                group.map(ControlGroup::entrances).orElse(List.of()));
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
        var members = members(script);
        members.forEach(member -> ProcessTable.signal(member, false));
        return !members.isEmpty();
    }

    /** The script is spared, so that it can note how the task has ended, unless it is all that is left. */
    @Override
    public void kill(ProcessIdentity script) {
        var members = members(script);
        if (members.isEmpty()) {
            ProcessTable.signal(script, true);
        }
        members.forEach(member -> ProcessTable.signal(member, true));
    }

    @Override
    public boolean isOverLimit() {
        return group.filter(ControlGroup::isOutOfMemory).isPresent();
    }

    @Override
    public EndNote endNote(Optional<ExitStatus> exit) {
        return group.filter(ControlGroup::isOutOfMemory)
                .map(it -> EndNote.memoryLimitExceeded(it.memoryReport()))
                .orElse(EndNote.NOTHING);
    }

    /**
     * Ends what is left in the control group, and in other process groups of the task's session; the script has ended its
     * own process group. The script's process id may have been used again since, so the members of that session must know
     * the task's id.
     */
    @Override
    public void cleanUp(Optional<ProcessIdentity> script) {
        membersOfGroup().forEach(member -> ProcessTable.signal(member, true));
        script.stream()
                .flatMap(it -> ProcessTable.membersOf(it.pid()).stream())
                .filter(member -> ProcessTable.hasVariable(
                        member, "MESOS_TASK_ID", task.getTaskId().getValue()))
                .forEach(member -> ProcessTable.signal(member, true));
        group.ifPresent(ControlGroup::remove);
    }

    private Set<ProcessIdentity> members(ProcessIdentity script) {
        var members = new LinkedHashSet<>(ProcessTable.membersOf(script.pid()));
        members.addAll(membersOfGroup());
        return members;
    }

    private List<ProcessIdentity> membersOfGroup() {
        return group.map(ControlGroup::members).orElse(List.of()).stream()
                .flatMap(pid -> ProcessTable.identify(pid).stream())
                .toList();
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
