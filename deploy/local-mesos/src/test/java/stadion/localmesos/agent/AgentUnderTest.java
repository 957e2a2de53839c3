package stadion.localmesos.agent;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.Agent;
import stadion.localmesos.AgentFactory;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.TaskStatusStream;

/** A real agent in a directory of the test, which notes the updates it gets and acknowledges them at once. */
final class AgentUnderTest implements AutoCloseable, Agent.Listener {

    static final Duration LONG = Duration.ofSeconds(60);

    final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "agent-test");
    final Path directory;
    final List<TaskStatus> updates = new CopyOnWriteArrayList<>();
    final Agent agent;
    final List<Agent.RecoveredTask> recovered;
    private final AgentFactory factory;
    private final Agent.Listener witness;
    private volatile boolean acknowledging = true;

    AgentUnderTest(Path directory) {
        this(directory, ContainerTool.installed(), AgentInfo.getDefaultInstance());
    }

    /** With somebody who is told of each update before it is acknowledged. */
    AgentUnderTest(Path directory, Agent.Listener witness) {
        this(directory, ContainerTool.installed(), AgentInfo.getDefaultInstance(), witness);
    }

    AgentUnderTest(Path directory, ContainerTool tool, AgentInfo info) {
        this(directory, tool, info, (framework, status) -> {});
    }

    private AgentUnderTest(Path directory, ContainerTool tool, AgentInfo info, Agent.Listener witness) {
        this.witness = witness;
        this.directory = directory;
        this.factory = new ProcessAgents(system, tool);
        try {
            agent = factory.create(new AgentFactory.Spec(
                    info.toBuilder()
                            .setId(TaskInfos.AGENT)
                            .setHostname("localhost")
                            // Mesos' default is 5051, which the agents of other tests would take, too.
                            .setPort(0)
                            .build(),
                    InetAddress.getLoopbackAddress(),
                    directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        recovered = agent.start(this);
    }

    @Override
    public void statusUpdate(FrameworkID framework, TaskStatus status) {
        updates.add(status);
        witness.statusUpdate(framework, status);
        if (acknowledging) {
            agent.acknowledge(framework, status.getTaskId(), status.getUuid());
        }
    }

    AgentUnderTest withoutAcknowledging() {
        acknowledging = false;
        return this;
    }

    void launch(TaskInfo... tasks) {
        launch(TaskInfos.FRAMEWORK, tasks);
    }

    void launch(FrameworkInfo framework, TaskInfo... tasks) {
        agent.launch(framework, Optional.empty(), List.of(tasks), false);
    }

    void kill(String task) {
        agent.kill(TaskInfos.FRAMEWORK_ID, TaskInfos.taskId(task), Optional.empty());
    }

    AgentServices services() {
        return ((ProcessAgent) agent).services();
    }

    List<TaskStatus> updatesOf(String task) {
        return updates.stream()
                .filter(status -> status.getTaskId().getValue().equals(task))
                .toList();
    }

    List<TaskState> statesOf(String task) {
        return updatesOf(task).stream().map(TaskStatus::getState).toList();
    }

    /** Waits for a state and returns the first update with it. */
    TaskStatus await(String task, TaskState state) {
        org.awaitility.Awaitility.await(task + " is " + state)
                .atMost(LONG)
                .until(() -> statesOf(task).contains(state));
        return updatesOf(task).stream()
                .filter(status -> status.getState() == state)
                .findFirst()
                .orElseThrow();
    }

    TaskStatus awaitEnd(String task) {
        org.awaitility.Awaitility.await(task + " ends")
                .atMost(LONG)
                .until(() -> statesOf(task).stream().anyMatch(TaskStatusStream::isTerminal));
        return updatesOf(task).stream()
                .filter(status -> TaskStatusStream.isTerminal(status.getState()))
                .findFirst()
                .orElseThrow();
    }

    Path sandbox(String task) {
        return directory.resolve("slaves/" + TaskInfos.AGENT.getValue() + "/frameworks/"
                + TaskInfos.FRAMEWORK_ID.getValue() + "/executors/" + task + "/runs/latest");
    }

    /** Waits until the file in the task's sandbox has a whole line, and returns all of it. */
    String awaitFile(String task, String name) {
        var file = sandbox(task).resolve(name);
        org.awaitility.Awaitility.await(file.toString())
                .atMost(LONG)
                .until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        return read(file);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops supervising; processes go on. */
    void stop() {
        agent.close();
        factory.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    @Override
    public void close() {
        stop();
        Leftovers.kill(directory);
    }
}
