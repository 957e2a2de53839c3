package stadion.deploy.server.flows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import stadion.localmesos.Agent;
import stadion.localmesos.AgentFactory;

/**
 * Agents that tell that a task runs as soon as its program listens, if its command names the port. Health checks begin when a task runs; so the time that a program takes to start,
 * which is long on a busy machine, is no matter of them.
 */
final class ListeningTasks implements AgentFactory {

    private static final String FIRST_PORT = "PORT0";

    /** A program that does not listen by then never will. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AgentFactory agents;

    ListeningTasks(AgentFactory agents) {
        this.agents = agents;
    }

    @Override
    public Agent create(Spec spec) throws IOException {
        return new Waiting(agents.create(spec));
    }

    @Override
    public void close() {
        agents.close();
    }

    private record Waiting(Agent agent, Map<TaskID, Integer> ports) implements Agent {

        Waiting(Agent agent) {
            this(agent, new ConcurrentHashMap<>());
        }

        @Override
        public AgentInfo info() {
            return agent.info();
        }

        @Override
        public List<RecoveredTask> start(Listener listener) {
            return agent.start((framework, status) -> {
                Integer port = ports.get(status.getTaskId());
                if (status.getState() != TaskState.TASK_RUNNING || port == null || isListening(port)) {
                    listener.statusUpdate(framework, status);
                } else {
                    tellWhenListening(port, () -> listener.statusUpdate(framework, status));
                }
            });
        }

        @Override
        public void launch(
                FrameworkInfo framework, Optional<ExecutorInfo> executor, List<TaskInfo> tasks, boolean group) {
            for (TaskInfo task : tasks) {
                if (task.getCommand().getValue().contains(FIRST_PORT)) {
                    firstPort(task).ifPresent(port -> ports.put(task.getTaskId(), port));
                }
            }
            agent.launch(framework, executor, tasks, group);
        }

        @Override
        public void kill(FrameworkID framework, TaskID task, Optional<Duration> gracePeriod) {
            agent.kill(framework, task, gracePeriod);
        }

        @Override
        public void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {
            agent.acknowledge(framework, task, uuid);
        }

        @Override
        public void frameworkSubscribed(FrameworkInfo framework) {
            agent.frameworkSubscribed(framework);
        }

        @Override
        public void resourcesChanged(List<Resource> total) {
            agent.resourcesChanged(total);
        }

        @Override
        public void shutdownFramework(FrameworkID framework) {
            agent.shutdownFramework(framework);
        }

        @Override
        public void close() {
            agent.close();
        }
    }

    private static Optional<Integer> firstPort(TaskInfo task) {
        return task.getCommand().getEnvironment().getVariablesList().stream()
                .filter(variable -> variable.getName().equals(FIRST_PORT))
                .map(variable -> Integer.valueOf(variable.getValue()))
                .findFirst();
    }

    private static void tellWhenListening(int port, Runnable tell) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Await.until(PATIENCE, () -> isListening(port), listening -> listening);
                    } catch (Exception interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    tell.run();
                },
                "listening-task");
        thread.setDaemon(true);
        thread.start();
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
