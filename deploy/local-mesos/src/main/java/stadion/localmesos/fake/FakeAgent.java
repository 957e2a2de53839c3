package stadion.localmesos.fake;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.Agent;
import stadion.localmesos.TaskStatusStreams;

/** An agent whose tasks are timers. Its state is touched by the simulation's thread only. */
final class FakeAgent implements Agent {

    private static final Duration RETRY_CHECK = Duration.ofSeconds(1);
    private static final String KILLED = "Command terminated with signal Terminated";

    private final AgentInfo info;
    private final String ip;
    private final FakeBehavior behavior;
    private final Simulation simulation;
    private final FakeLog log;
    private final SplittableRandom random;
    private final Map<Key, FakeTask> tasks = new LinkedHashMap<>();
    private final TaskStatusStreams updates = new TaskStatusStreams();
    private volatile Listener listener = (framework, status) -> {};
    private int addresses;

    private record Key(String framework, String task) {}

    /**
     * An agent.
     *
     * @param info including what was reserved before a restart
     * @param ip address of tasks that ask for no network
     */
    FakeAgent(
            AgentInfo info,
            String ip,
            FakeBehavior behavior,
            Simulation simulation,
            FakeLog log,
            SplittableRandom random) {
        this.info = info;
        this.ip = ip;
        this.behavior = behavior;
        this.simulation = simulation;
        this.log = log;
        this.random = random;
    }

    @Override
    public AgentInfo info() {
        return info;
    }

    @Override
    public List<RecoveredTask> start(Listener newListener) {
        listener = newListener;
        var recovered = new ArrayList<RecoveredTask>();
        for (var stored : log.tasks(agentId())) {
            var launched = stored.launched();
            var task = new FakeTask(
                    launched.framework(),
                    launched.task(),
                    launched.executor().orElse(null),
                    launched.reportsKilling(),
                    stored.latest().hasContainerStatus()
                            ? stored.latest().getContainerStatus()
                            : FakeTask.newContainer(launched.task(), launched.executor(), ip));
            task.state(stored.latest().getState());
            tasks.put(key(task.framework(), task.info().getTaskId()), task);
            updates.restore(task.framework(), task.info().getTaskId(), stored.unacknowledged());
            recovered.add(new RecoveredTask(task.framework(), task.info(), launched.executor(), stored.latest()));
            simulation.run(() -> goOn(task));
        }
        simulation.every(RETRY_CHECK, () -> updates.due(System.nanoTime()).forEach(this::send));
        return recovered;
    }

    /** Does what a task was about to do when the JVM ended. */
    private void goOn(FakeTask task) {
        switch (task.state()) {
            case TASK_STAGING, TASK_STARTING -> simulation.after(behavior.startTime(), () -> run(task));
            case TASK_RUNNING -> live(task);
            case TASK_KILLING -> simulation.after(behavior.killTime(), () -> end(task, TaskState.TASK_KILLED, KILLED));
            default -> {}
        }
    }

    @Override
    public void launch(
            FrameworkInfo framework, Optional<ExecutorInfo> executor, List<TaskInfo> launched, boolean group) {
        boolean reportsKilling = framework.getCapabilitiesList().stream()
                .anyMatch(capability -> capability.getType() == Capability.Type.TASK_KILLING_STATE);
        simulation.run(() -> launched.forEach(info -> {
            var task = new FakeTask(
                    framework.getId(),
                    FakeTask.reduced(info),
                    executor.orElse(null),
                    reportsKilling,
                    FakeTask.newContainer(info, executor, address(info, executor)));
            tasks.put(key(task.framework(), info.getTaskId()), task);
            log.add(new Entry.Launched(agentId(), task.framework(), task.info(), executor, reportsKilling));
            simulation.after(behavior.startingTime(), () -> {
                if (task.state() == TaskState.TASK_STAGING) {
                    report(task, TaskState.TASK_STARTING, status -> {});
                }
            });
            simulation.after(behavior.startTime(), () -> run(task));
        }));
    }

    /** Tasks in networks of their own have addresses of their own. */
    private String address(TaskInfo task, Optional<ExecutorInfo> executor) {
        boolean ownNetwork = task.getContainer().getNetworkInfosCount() > 0
                || executor.filter(info -> info.getContainer().getNetworkInfosCount() > 0)
                        .isPresent();
        if (!ownNetwork) {
            return ip;
        }
        int number = addresses++;
        return "172." + (16 + (number >> 16) % 16) + "." + ((number >> 8) & 255) + "." + (number & 255);
    }

    private void run(FakeTask task) {
        if (task.ended() || task.state() == TaskState.TASK_KILLING) {
            return;
        }
        report(
                task,
                TaskState.TASK_RUNNING,
                status -> task.checkResult()
                        .ifPresent(result -> status.setCheckStatus(CheckStatusInfo.newBuilder()
                                .setType(result.getType())
                                .build())));
        if (task.info().hasHealthCheck()) {
            report(
                    task,
                    TaskState.TASK_RUNNING,
                    status -> status.setHealthy(true)
                            .setReason(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED));
        }
        task.checkResult()
                .ifPresent(result -> report(
                        task,
                        TaskState.TASK_RUNNING,
                        status -> status.setCheckStatus(result)
                                .setReason(TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED)));
        live(task);
    }

    private void live(FakeTask task) {
        boolean fails = random.nextDouble() < behavior.failureRate();
        var shortest = behavior.shortestLife();
        var longest = behavior.longestLife();
        if (shortest == null || longest == null) {
            if (fails) {
                fail(task);
            }
            return;
        }
        var life = Duration.ofNanos(random.nextLong(shortest.toNanos(), longest.toNanos() + 1));
        simulation.after(life, () -> {
            if (fails) {
                fail(task);
            } else {
                end(task, TaskState.TASK_FINISHED, "Command exited with status 0");
            }
        });
    }

    private void fail(FakeTask task) {
        end(task, TaskState.TASK_FAILED, "Command exited with status 1");
        endGroup(task);
    }

    /** When one task of a group fails or is killed, the others are killed. */
    private void endGroup(FakeTask task) {
        if (task.executor().isPresent()) {
            List.copyOf(tasks.values()).stream()
                    .filter(other -> other.framework().equals(task.framework())
                            && other.executorId().equals(task.executorId()))
                    .forEach(this::kill);
        }
    }

    @Override
    public void kill(FrameworkID framework, TaskID task, Optional<Duration> gracePeriod) {
        simulation.run(() -> {
            var killed = tasks.get(key(framework, task));
            if (killed != null) {
                kill(killed);
                endGroup(killed);
            }
        });
    }

    private void kill(FakeTask task) {
        if (task.ended() || task.state() == TaskState.TASK_KILLING) {
            return;
        }
        if (task.reportsKilling()) {
            report(task, TaskState.TASK_KILLING, status -> {});
        } else {
            task.state(TaskState.TASK_KILLING);
        }
        simulation.after(behavior.killTime(), () -> end(task, TaskState.TASK_KILLED, KILLED));
    }

    private void end(FakeTask task, TaskState state, String message) {
        if (!task.ended()) {
            report(task, state, status -> status.setMessage(message));
        }
    }

    private interface Details {
        void addTo(TaskStatus.Builder status);
    }

    private void report(FakeTask task, TaskState state, Details details) {
        if (tasks.get(key(task.framework(), task.info().getTaskId())) != task) {
            return;
        }
        task.state(state);
        var status = TaskStatus.newBuilder()
                .setTaskId(task.info().getTaskId())
                .setState(state)
                .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                .setAgentId(info.getId())
                .setExecutorId(ExecutorID.newBuilder().setValue(task.executorId()))
                .setTimestamp(System.currentTimeMillis() / 1000.0)
                .setUuid(newUuid())
                .setContainerStatus(task.container());
        details.addTo(status);
        var update = status.build();
        log.add(new Entry.Updated(agentId(), task.framework(), update));
        updates.add(task.framework(), update, System.nanoTime()).ifPresent(this::send);
    }

    private ByteString newUuid() {
        var uuid = new UUID(random.nextLong(), random.nextLong());
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .flip());
    }

    private void send(TaskStatusStreams.Update update) {
        listener.statusUpdate(update.framework(), update.status());
    }

    @Override
    public void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {
        simulation.run(() -> {
            var acknowledged = updates.acknowledge(framework, task, uuid, System.nanoTime());
            log.add(new Entry.Acknowledged(agentId(), framework, task, uuid));
            acknowledged.next().ifPresent(this::send);
            if (acknowledged.ended()) {
                tasks.remove(key(framework, task));
            }
        });
    }

    @Override
    public void frameworkSubscribed(FrameworkInfo framework) {
        simulation.run(
                () -> updates.resend(framework.getId(), System.nanoTime()).forEach(this::send));
    }

    @Override
    public void resourcesChanged(List<Resource> total) {
        log.add(new Entry.ResourcesChanged(agentId(), total));
    }

    @Override
    public void shutdownFramework(FrameworkID framework) {
        simulation.run(() -> {
            updates.forget(framework);
            tasks.values().removeIf(task -> task.framework().equals(framework));
            log.add(new Entry.FrameworkRemoved(agentId(), framework));
        });
    }

    @Override
    public void close() {
        listener = (framework, status) -> {};
    }

    private String agentId() {
        return info.getId().getValue();
    }

    private static Key key(FrameworkID framework, TaskID task) {
        return new Key(framework.getValue(), task.getValue());
    }
}
