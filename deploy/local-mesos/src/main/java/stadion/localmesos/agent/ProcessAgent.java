package stadion.localmesos.agent;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.Agent;
import stadion.localmesos.TaskStatusStream;

/** An agent that runs tasks as processes of this machine; made by {@link ProcessAgents}. */
final class ProcessAgent implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessAgent.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

    private final ActorSystem<?> system;
    private final AgentServices services;
    private final AgentCheckpoint checkpoint;
    private final AgentHttp http;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile AgentCheckpoint.Stored stored;
    private @Nullable ActorRef<AgentActor.Command> actor;

    ProcessAgent(
            ActorSystem<?> system,
            AgentServices services,
            AgentCheckpoint checkpoint,
            AgentCheckpoint.Stored stored,
            AgentHttp http) {
        this.system = system;
        this.services = services;
        this.checkpoint = checkpoint;
        this.http = http;
        this.stored = stored;
    }

    @Override
    public AgentInfo info() {
        var now = stored;
        return now.configured().toBuilder()
                .clearResources()
                .addAllResources(now.total())
                .build();
    }

    @Override
    public synchronized List<RecoveredTask> start(Listener listener) {
        if (actor != null) {
            throw new IllegalStateException("Agent " + id() + " was started before");
        }
        try {
            var runs = new ArrayList<AgentActor.RecoveredRun>();
            for (var run : services.runs().load()) {
                if (services.runs().endedAt(run).isEmpty()) {
                    runs.add(recover(run));
                } else {
                    showEnded(recover(run));
                }
            }
            var started = services.clock().instant();
            http.showState(() -> new AgentStateJson(info(), services, started)
                    .render(services.view().runs()));
            actor = system.systemActorOf(
                    AgentActor.create(services, listener, runs, stopped::countDown),
                    "agent-" + id(),
                    DispatcherSelector.blocking());
            return runs.stream().flatMap(run -> tasksOf(run).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launch(FrameworkInfo framework, Optional<ExecutorInfo> executor, List<TaskInfo> tasks, boolean group) {
        if (group) {
            tell(new AgentActor.Launch(Run.create(framework, executor, tasks, true)));
        } else {
            tasks.forEach(task -> tell(new AgentActor.Launch(Run.create(framework, executor, List.of(task), false))));
        }
    }

    @Override
    public void kill(FrameworkID framework, TaskID task, Optional<Duration> gracePeriod) {
        tell(new AgentActor.Kill(framework, task, gracePeriod));
    }

    @Override
    public void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {
        tell(new AgentActor.Acknowledge(framework, task, uuid));
    }

    @Override
    public void frameworkSubscribed(FrameworkInfo framework) {
        tell(new AgentActor.Subscribed(framework.getId()));
    }

    @Override
    public void resourcesChanged(List<Resource> total) {
        var next = new AgentCheckpoint.Stored(stored.configured(), List.copyOf(total));
        try {
            checkpoint.write(next);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stored = next;
        try {
            services.volumes().make(total);
            services.volumes().deleteOthers(total);
        } catch (IOException e) {
            LOG.error("The directories of agent {}'s volumes are not what they should be", id(), e);
        }
    }

    @Override
    public void shutdownFramework(FrameworkID framework) {
        tell(new AgentActor.ShutdownFramework(framework));
    }

    @Override
    public synchronized void close() {
        if (actor != null) {
            tell(new AgentActor.Stop());
            awaitStopped();
        }
        services.preparations().shutdownNow();
        http.close();
    }

    private void awaitStopped() {
        try {
            if (!stopped.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Agent {} did not stop in {} s", id(), LONGEST_STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    AgentServices services() {
        return services;
    }

    private String id() {
        return services.agent().getValue();
    }

    private synchronized void tell(AgentActor.Command command) {
        if (actor == null) {
            throw new IllegalStateException("Agent " + id() + " has not been started");
        }
        actor.tell(command);
    }

    private AgentActor.RecoveredRun recover(Run run) throws IOException {
        var updates = new ArrayList<TaskCheckpoint.Updates>();
        for (var task : run.tasks()) {
            updates.add(services.runs().checkpoint(run, task).readUpdates());
        }
        return new AgentActor.RecoveredRun(run, updates);
    }

    private void showEnded(AgentActor.RecoveredRun ended) {
        services.view().launched(ended.run());
        ended.updates().stream()
                .flatMap(updates -> updates.latest().stream())
                .forEach(status -> services.view().updated(ended.run(), status));
        services.view().ended(ended.run());
    }

    private List<RecoveredTask> tasksOf(AgentActor.RecoveredRun recovered) {
        var run = recovered.run();
        var tasks = new ArrayList<RecoveredTask>();
        for (var i = 0; i < run.tasks().size(); i++) {
            var task = run.tasks().get(i);
            var updates = recovered.updates().get(i);
            var latest = updates.latest().orElseGet(() -> TaskStatuses.staging(run, task, services.agent()));
            if (!TaskStatusStream.isTerminal(latest.getState())
                    || !updates.unacknowledged().isEmpty()) {
                tasks.add(new RecoveredTask(run.framework().getId(), task, run.executor(), latest));
            }
        }
        return tasks;
    }
}
