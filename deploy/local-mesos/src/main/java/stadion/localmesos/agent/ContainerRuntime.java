package stadion.localmesos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.agent.container.ContainerEngine;
import stadion.localmesos.agent.container.ContainerException;
import stadion.localmesos.agent.container.ContainerRequest;
import stadion.localmesos.agent.container.ContainerState;
import stadion.localmesos.agent.process.ExitStatus;
import stadion.localmesos.agent.process.ProcessIdentity;
import stadion.localmesos.agent.process.ProcessSpec;
import stadion.localmesos.agent.process.ProcessTable;

/**
 * A task that runs an image with podman or docker. The supervised process is the tool's {@code run} in the foreground, as in
 * Mesos' docker executor; the container has a name made of the checkpointed container id, so that a later agent finds it.
 */
final class ContainerRuntime implements TaskRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerRuntime.class);

    /** Mesos' default of {@code --executor_shutdown_grace_period}, which its docker executor uses. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    /** How often it is tried to kill a container that has ended before the tool is. */
    private static final int PATIENCE = 50;

    private final AgentServices agent;
    private final Run run;
    private final TaskInfo task;
    private final ContainerRequest request;

    /** Whether the command starts in the sandbox; known once the image is there. */
    private boolean sandboxIsHome;

    private int killsOfEnded;

    /** How the container was when it was first seen to run; its address stays the same. */
    private Optional<ContainerState> known = Optional.empty();

    ContainerRuntime(AgentServices agent, Run run, TaskInfo task) {
        this.agent = agent;
        this.run = run;
        this.task = task;
        this.request = request(agent, run, task);
    }

    private static ContainerRequest request(AgentServices agent, Run run, TaskInfo task) {
        var name = "mesos-" + run.container().getValue()
                + (run.group() ? "-" + run.tasks().indexOf(task) : "");
        var environment = TaskEnvironment.variablesOf(task.getCommand());
        environment.put("MESOS_SANDBOX", ContainerRequest.MAPPED_SANDBOX);
        environment.put("MESOS_CONTAINER_NAME", name);
        environment.put("MESOS_ALLOCATION_ROLE", TaskEnvironment.allocationRole(task));
        var sandbox = agent.directory().sandbox(run, task.getTaskId());
        return new ContainerRequest(task, name, sandbox, environment);
    }

    @Override
    public String subject() {
        return "Container";
    }

    @Override
    public Duration defaultGracePeriod() {
        return GRACE_PERIOD;
    }

    @Override
    public void prepare() throws LaunchException, InterruptedException {
        try {
            sandboxIsHome = engine().prepareImage(request);
        } catch (ContainerException e) {
            throw new LaunchException(e.getMessage(), e);
        }
    }

    @Override
    public ProcessSpec process() throws LaunchException {
        try {
            var volumes = new TaskVolumes(agent.directory(), run, task);
            var mounts = new ArrayList<>(volumes.persistent());
            mounts.addAll(volumes.sandboxPaths());
            var line = engine().run(request, mounts, sandboxIsHome);
            return new ProcessSpec(line, ContainerEngine.environment(request), Optional.empty(), List.of());
        } catch (ContainerException e) {
            throw new LaunchException(e.getMessage(), e);
        }
    }

    @Override
    public ContainerStatus initialStatus() {
        return ContainerStatus.newBuilder()
                .setContainerId(run.containerOf(task))
                .build();
    }

    @Override
    public Optional<ContainerStatus> status(ProcessIdentity script) {
        if (known.isEmpty()) {
            known = inspect().filter(ContainerState::started);
        }
        return known.map(state -> initialStatus().toBuilder()
                .addNetworkInfos(networkInfo(state))
                .setExecutorPid((int) script.pid())
                .build());
    }

    /** As asked for, with the address that the container has got; on the host's network that is the agent's. */
    private NetworkInfo networkInfo(ContainerState state) {
        var networks = task.getContainer().getNetworkInfosList();
        var info = networks.isEmpty() ? NetworkInfo.newBuilder() : networks.get(0).toBuilder();
        return info.clearIpAddresses()
                .addIpAddresses(NetworkInfo.IPAddress.newBuilder()
                        .setProtocol(NetworkInfo.Protocol.IPv4)
                        .setIpAddress(state.address().orElse(agent.address().ip())))
                .build();
    }

    /** While the container is being made there is nothing to stop, only the tool; it has to be seen whether it heeds that. */
    @Override
    public boolean terminate(ProcessIdentity script, Duration gracePeriod) {
        var state = inspect();
        if (state.filter(ContainerState::running).isPresent()) {
            found().ifPresent(engine -> engine.stop(request.name(), gracePeriod));
            return true;
        }
        if (state.filter(ContainerState::started).isEmpty()) {
            ProcessTable.membersOf(script.pid()).forEach(member -> ProcessTable.signal(member, false));
        }
        return false;
    }

    /** Once the container has ended, the tool is given some time to tell its exit status. */
    @Override
    public void kill(ProcessIdentity script) {
        var state = inspect();
        if (state.filter(ContainerState::running).isPresent()) {
            found().ifPresent(engine -> engine.kill(request.name()));
        } else if (state.filter(ContainerState::started).isEmpty() || ++killsOfEnded > PATIENCE) {
            killTool(script);
        }
    }

    private static void killTool(ProcessIdentity script) {
        var members = ProcessTable.membersOf(script.pid());
        if (members.isEmpty()) {
            ProcessTable.signal(script, true);
        }
        members.forEach(member -> ProcessTable.signal(member, true));
    }

    /** The container as a whole is ended then by whoever watches it. */
    @Override
    public boolean isOverLimit() {
        return false;
    }

    /** The tool's own complaint is in the task's stderr when it could not run the container. */
    @Override
    public EndNote endNote(Optional<ExitStatus> exit) {
        var state = inspect();
        if (state.filter(ContainerState::outOfMemory).isPresent()) {
            return EndNote.memoryLimitExceeded("Memory limit exceeded: the container was ended by the system");
        }
        var couldNotRun = state.filter(ContainerState::started).isEmpty();
        return couldNotRun ? lastError().map(EndNote::addition).orElse(EndNote.NOTHING) : EndNote.NOTHING;
    }

    @Override
    public void cleanUp(Optional<ProcessIdentity> script) {
        if (script.isPresent()) {
            found().ifPresent(engine -> engine.remove(request.name()));
        }
    }

    @Override
    public String host(boolean ipv6) {
        return known.flatMap(ContainerState::address).orElse(ipv6 ? "::1" : "127.0.0.1");
    }

    /** In the container; what it writes goes to the task's stderr. */
    @Override
    public CompletionStage<Optional<ExitStatus>> run(CommandInfo command, Duration timeout) throws IOException {
        try {
            var words = TaskCommand.of(command, Optional.empty());
            var line = engine().exec(request.name(), TaskEnvironment.variablesOf(command), words);
            var spec = new ProcessSpec(line, ContainerEngine.environment(), Optional.empty(), List.of());
            return agent.shortRun()
                    .start(spec, request.sandbox(), request.sandbox().resolve("stderr"), timeout);
        } catch (ContainerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private ContainerEngine engine() throws ContainerException {
        return ContainerEngine.find(agent.containerTool());
    }

    private Optional<ContainerEngine> found() {
        try {
            return Optional.of(engine());
        } catch (ContainerException e) {
            LOG.warn("Container {} is out of reach: {}", request.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ContainerState> inspect() {
        return found().flatMap(engine -> engine.inspect(request.name()));
    }

    private Optional<String> lastError() {
        try (Stream<String> lines = Files.lines(request.sandbox().resolve("stderr"))) {
            return lines.filter(line -> !line.isBlank()).reduce((earlier, later) -> later);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
