package stadion.localmesos.agent;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.Agent;
import stadion.localmesos.TaskStatusStream;
import stadion.localmesos.TaskStatusStreams;

/**
 * What an agent runs. It checkpoints a launch before it starts a {@link TaskActor} for each task, checkpoints their status
 * updates before it sends them on, and decides the common fate of a task group. Persisted is all of that in the agent's
 * {@link RunStore}. Writes to files, so it wants a dispatcher for blocking.
 */
final class AgentActor {

    private static final Logger LOG = LoggerFactory.getLogger(AgentActor.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration COLLECTION_INTERVAL = Duration.ofMinutes(1);

    private final ActorContext<Command> context;
    private final AgentServices agent;
    private final Agent.Listener listener;
    private final TaskStatusStreams streams = new TaskStatusStreams();
    private final Map<Key, LiveTask> tasks = new HashMap<>();
    private final Set<String> gone = new HashSet<>();

    private AgentActor(ActorContext<Command> context, AgentServices agent, Agent.Listener listener) {
        this.context = context;
        this.agent = agent;
        this.listener = listener;
    }

    sealed interface Command {}

    /** Launches something new. */
    record Launch(Run run) implements Command {}

    /** As {@link Agent#kill}. */
    record Kill(FrameworkID framework, TaskID task, Optional<Duration> gracePeriod) implements Command {}

    /** As {@link Agent#acknowledge}. */
    record Acknowledge(FrameworkID framework, TaskID task, ByteString uuid) implements Command {}

    /** As {@link Agent#frameworkSubscribed}. */
    record Subscribed(FrameworkID framework) implements Command {}

    /** As {@link Agent#shutdownFramework}. */
    record ShutdownFramework(FrameworkID framework) implements Command {}

    /** A task's actor reports; after a terminal state it is gone. */
    record StatusUpdate(Run run, TaskStatus status) implements Command {}

    /** Stops supervising; tasks go on. */
    record Stop() implements Command {}

    private enum Timed implements Command {
        TICK,
        COLLECT
    }

    /** A run from before a restart, with what is known of each of its tasks, in their order. */
    record RecoveredRun(Run run, List<TaskCheckpoint.Updates> updates) {}

    private record Key(String framework, String task) {}

    /** A task that has not ended or whose end is not acknowledged; the actor is there in the first case. */
    private record LiveTask(Run run, Optional<ActorRef<TaskActor.Command>> actor) {}

    /** The actor; {@code whenStopped} is run after it and all tasks' actors have stopped. */
    static Behavior<Command> create(
            AgentServices agent, Agent.Listener listener, List<RecoveredRun> recovered, Runnable whenStopped) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Timed.TICK, TICK);
            timers.startTimerWithFixedDelay(Timed.COLLECT, COLLECTION_INTERVAL);
            var actor = new AgentActor(context, agent, listener);
            recovered.forEach(actor::recover);
            return actor.behavior(whenStopped);
        }));
    }

    private Behavior<Command> behavior(Runnable whenStopped) {
        return Behaviors.receive(Command.class)
                .onMessage(Launch.class, this::onLaunch)
                .onMessage(Kill.class, this::onKill)
                .onMessage(Acknowledge.class, this::onAcknowledge)
                .onMessage(Subscribed.class, this::onSubscribed)
                .onMessage(ShutdownFramework.class, this::onShutdownFramework)
                .onMessage(StatusUpdate.class, this::onStatusUpdate)
                .onMessage(Stop.class, stop -> Behaviors.stopped())
                .onMessageEquals(Timed.TICK, this::onTick)
                .onMessageEquals(Timed.COLLECT, this::onCollect)
                .onSignal(PostStop.class, stop -> {
                    whenStopped.run();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> onLaunch(Launch launch) {
        var run = launch.run;
        try {
            agent.runs().add(run);
        } catch (IOException e) {
            LOG.error("Can't checkpoint the launch of {}", run.executorId().getValue(), e);
            for (var task : run.tasks()) {
                var statuses = new TaskStatuses(run, task, agent.agent(), agent.clock());
                send(run, statuses.launchFailed("the launch could not be checkpointed: " + e));
            }
            return Behaviors.same();
        }
        agent.view().launched(run);
        if (run.group()) {
            startGroup(run);
        } else {
            run.tasks().forEach(task -> start(run, task, TaskStatuses.staging(run, task, agent.agent())));
        }
        return Behaviors.same();
    }

    /** By the default executor's rule all tasks of a group are told to be starting before any of them is started. */
    private void startGroup(Run run) {
        var starting = run.tasks().stream()
                .map(task -> ManagedTask.starting(agent, run, task))
                .toList();
        starting.forEach(status -> send(run, status));
        for (var i = 0; i < starting.size(); i++) {
            start(run, run.tasks().get(i), starting.get(i));
        }
    }

    private void recover(RecoveredRun recovered) {
        var run = recovered.run;
        agent.view().launched(run);
        var failed = false;
        for (var i = 0; i < run.tasks().size(); i++) {
            var task = run.tasks().get(i);
            var updates = recovered.updates.get(i);
            var latest = updates.latest().orElseGet(() -> TaskStatuses.staging(run, task, agent.agent()));
            updates.latest().ifPresent(status -> agent.view().updated(run, status));
            streams.restore(run.framework().getId(), task.getTaskId(), updates.unacknowledged());
            if (TaskStatusStream.isTerminal(latest.getState())) {
                failed |= latest.getState() != TaskState.TASK_FINISHED;
                if (!updates.unacknowledged().isEmpty()) {
                    tasks.put(key(run, task.getTaskId()), new LiveTask(run, Optional.empty()));
                }
            } else {
                start(run, task, latest);
            }
        }
        if (failed) {
            killRestOfGroup(run);
        }
        endIfAcknowledged(run);
    }

    private void start(Run run, TaskInfo task, TaskStatus latest) {
        var actor = context.spawnAnonymous(
                TaskActor.create(agent, run, task, latest, context.getSelf()), DispatcherSelector.blocking());
        tasks.put(key(run, task.getTaskId()), new LiveTask(run, Optional.of(actor)));
    }

    private Behavior<Command> onKill(Kill kill) {
        var task = tasks.get(new Key(kill.framework.getValue(), kill.task.getValue()));
        if (task != null) {
            task.actor.ifPresent(actor -> actor.tell(new TaskActor.Kill(KillOrder.Cause.SCHEDULER, kill.gracePeriod)));
        }
        return Behaviors.same();
    }

    private Behavior<Command> onStatusUpdate(StatusUpdate update) {
        var run = update.run;
        var status = update.status;
        var terminal = TaskStatusStream.isTerminal(status.getState());
        if (terminal) {
            tasks.put(key(run, status.getTaskId()), new LiveTask(run, Optional.empty()));
        }
        send(run, status);
        if (terminal && status.getState() != TaskState.TASK_FINISHED) {
            killRestOfGroup(run);
        }
        return Behaviors.same();
    }

    private void send(Run run, TaskStatus status) {
        var framework = run.framework().getId();
        note(run, status.getTaskId(), checkpoint -> checkpoint.addUpdate(status));
        agent.view().updated(run, status);
        if (gone.contains(framework.getValue())) {
            forgetIfEnded(run, status);
            return;
        }
        streams.add(framework, status, System.nanoTime()).ifPresent(this::deliver);
    }

    /** By the default executor's rule one task that ends other than with status 0 takes its whole group with it. */
    private void killRestOfGroup(Run run) {
        if (!run.group()) {
            return;
        }
        for (var task : run.tasks()) {
            Optional.ofNullable(tasks.get(key(run, task.getTaskId())))
                    .flatMap(LiveTask::actor)
                    .ifPresent(actor -> actor.tell(new TaskActor.Kill(KillOrder.Cause.GROUP, Optional.empty())));
        }
    }

    private Behavior<Command> onAcknowledge(Acknowledge ack) {
        var task = tasks.get(new Key(ack.framework.getValue(), ack.task.getValue()));
        var result = streams.acknowledge(ack.framework, ack.task, ack.uuid, System.nanoTime());
        if (task == null) {
            return Behaviors.same();
        }
        note(task.run, ack.task, checkpoint -> checkpoint.addAcknowledgement(ack.uuid));
        result.next().ifPresent(this::deliver);
        if (result.ended()) {
            tasks.remove(key(task.run, ack.task));
            endIfAcknowledged(task.run);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onSubscribed(Subscribed subscribed) {
        streams.resend(subscribed.framework, System.nanoTime()).forEach(this::deliver);
        return Behaviors.same();
    }

    private Behavior<Command> onShutdownFramework(ShutdownFramework shutdown) {
        gone.add(shutdown.framework.getValue());
        streams.forget(shutdown.framework);
        var kill = new TaskActor.Kill(KillOrder.Cause.SCHEDULER, Optional.empty());
        for (var entry : new ArrayList<>(tasks.entrySet())) {
            var task = entry.getValue();
            if (entry.getKey().framework.equals(shutdown.framework.getValue())) {
                task.actor.ifPresentOrElse(actor -> actor.tell(kill), () -> {
                    tasks.remove(entry.getKey());
                    endIfAcknowledged(task.run);
                });
            }
        }
        return Behaviors.same();
    }

    private Behavior<Command> onTick() {
        streams.due(System.nanoTime()).forEach(this::deliver);
        return Behaviors.same();
    }

    private Behavior<Command> onCollect() {
        agent.preparations().execute(() -> new SandboxCollector(agent).collect());
        return Behaviors.same();
    }

    private void deliver(TaskStatusStreams.Update update) {
        listener.statusUpdate(update.framework(), update.status());
    }

    private void forgetIfEnded(Run run, TaskStatus status) {
        if (TaskStatusStream.isTerminal(status.getState())) {
            tasks.remove(key(run, status.getTaskId()));
            endIfAcknowledged(run);
        }
    }

    private void endIfAcknowledged(Run run) {
        var over = run.tasks().stream().noneMatch(task -> tasks.containsKey(key(run, task.getTaskId())));
        if (over) {
            agent.view().ended(run);
            try {
                agent.runs().markEnded(run);
            } catch (IOException e) {
                LOG.error("Can't note the end of {}", run.executorId().getValue(), e);
            }
        }
    }

    private interface Note {
        void on(TaskCheckpoint checkpoint) throws IOException;
    }

    /** A full disk must not keep updates from being sent; at worst they are sent again after a restart. */
    private void note(Run run, TaskID task, Note note) {
        run.tasks().stream()
                .filter(it -> it.getTaskId().equals(task))
                .map(it -> agent.runs().checkpoint(run, it))
                .forEach(checkpoint -> {
                    try {
                        note.on(checkpoint);
                    } catch (IOException e) {
                        LOG.error("Can't checkpoint an update of task {}", task.getValue(), e);
                    }
                });
    }

    private static Key key(Run run, TaskID task) {
        return new Key(run.framework().getId().getValue(), task.getValue());
    }
}
