package stadion.localmesos.master;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import stadion.localmesos.Agent;

/**
 * Owns the embedded master's state: frameworks, agents, tasks, offers. HTTP connections and agents tell it what happens;
 * {@link Master} decides and acts. Nothing is persisted here. An exception is logged and ends only
 * what was being done.
 *
 * <p>Offers are made soon after something has changed, but not more often than the allocation interval says.
 */
final class MasterActor extends AbstractBehavior<MasterActor.Command> {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);

    private final TimerScheduler<Command> timers;
    private final Master master;
    private final long allocationIntervalNanos;
    private long lastAllocation;
    private long nextAllocation = Long.MAX_VALUE;

    /** What can be said to the master. */
    sealed interface Command {}

    /** A framework subscribes; events go to the connection. */
    record Subscribe(Call.Subscribe subscribe, FrameworkConnection connection) implements Command {}

    /** A checked call other than SUBSCRIBE and UPDATE_FRAMEWORK, already answered. */
    record Received(Call call, String streamId) implements Command {}

    /** An UPDATE_FRAMEWORK call; the reply is why it is refused, or empty. */
    record UpdateFramework(Call call, String streamId, ActorRef<Optional<String>> replyTo) implements Command {}

    /** The connection of a framework has ended. */
    record Disconnected(String streamId) implements Command {}

    /** An agent reports a status. */
    record AgentReported(FrameworkID framework, TaskStatus status) implements Command {}

    /** Events wait in a stream; comes after what is in the mailbox now, so that bursts share a chunk. */
    record Flush(EventStream stream) implements Command {}

    /** Asks for a picture of everything. */
    record GetView(ActorRef<ClusterView> replyTo) implements Command {}

    /** What becomes of an agent while the master runs. */
    private record Change(BiConsumer<Membership, Agent.Listener> change, CompletableFuture<Done> done)
            implements Command {}

    private enum Timer implements Command {
        ALLOCATE,
        HEARTBEAT,
        HOUSEKEEPING
    }

    /** Begins to be the master. */
    private record Lead(
            Supplier<Master> master,
            Collection<Agent> agents,
            Duration allocationInterval,
            CompletableFuture<Done> started)
            implements Command {}

    /** Ends the master and its agents. */
    private record Stop(CompletableFuture<Done> stopped) implements Command {}

    /** An actor that does nothing until {@link #lead} is called. */
    static Behavior<Command> waiting() {
        return Behaviors.receive(Command.class)
                .onMessage(Lead.class, MasterActor::onLead)
                .build();
    }

    /** Lets the actor start the agents and be their master; completes when it has adopted what runs on them. */
    static CompletionStage<Done> lead(
            ActorRef<Command> actor, Supplier<Master> master, Collection<Agent> agents, Duration allocationInterval) {
        var started = new CompletableFuture<Done>();
        actor.tell(new Lead(master, agents, allocationInterval, started));
        return started;
    }

    /** Closes the agents and the frameworks' connections, and ends the actor. */
    static CompletionStage<Done> stop(ActorRef<Command> actor) {
        var stopped = new CompletableFuture<Done>();
        actor.tell(new Stop(stopped));
        return stopped;
    }

    private static Behavior<Command> onLead(Lead command) {
        return Behaviors.setup(context -> {
            try {
                var master = command.master.get();
                Agent.Listener listener =
                        (framework, status) -> context.getSelf().tell(new AgentReported(framework, status));
                command.agents.forEach(agent -> master.add(agent, listener));
                command.started.complete(Done.done());
                return Behaviors.supervise(Behaviors.<Command>withTimers(
                                timers -> new MasterActor(context, timers, master, command.allocationInterval)))
                        .onFailure(SupervisorStrategy.resume());
            } catch (RuntimeException e) {
                command.started.completeExceptionally(e);
                throw e;
            }
        });
    }

    private MasterActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, Master master, Duration allocationInterval) {
        super(context);
        this.timers = timers;
        this.master = master;
        this.allocationIntervalNanos = allocationInterval.toNanos();
        this.lastAllocation = -allocationIntervalNanos;
        timers.startTimerWithFixedDelay(
                Timer.HEARTBEAT, Duration.ofMillis(Math.round(Events.HEARTBEAT_SECONDS * 1000)));
        timers.startTimerWithFixedDelay(Timer.HOUSEKEEPING, HOUSEKEEPING);
    }

    /** Changes a framework: why not, or empty. */
    static CompletionStage<Optional<String>> update(
            ActorRef<Command> master, Call call, String streamId, ActorSystem<?> system) {
        return AskPattern.ask(
                master,
                replyTo -> new UpdateFramework(call, streamId, replyTo),
                Duration.ofSeconds(30),
                system.scheduler());
    }

    /** A picture of everything. */
    static CompletionStage<ClusterView> view(ActorRef<Command> master, ActorSystem<?> system) {
        return AskPattern.ask(master, GetView::new, Duration.ofSeconds(30), system.scheduler());
    }

    /** Lets an agent come or go; completes when frameworks have been told. */
    static CompletionStage<Done> change(ActorRef<Command> master, BiConsumer<Membership, Agent.Listener> change) {
        var done = new CompletableFuture<Done>();
        master.tell(new Change(change, done));
        return done;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Received.class, this::onReceived)
                .onMessage(UpdateFramework.class, this::onUpdateFramework)
                .onMessage(Disconnected.class, this::onDisconnected)
                .onMessage(AgentReported.class, this::onAgentReported)
                .onMessage(Flush.class, this::onFlush)
                .onMessage(GetView.class, this::onGetView)
                .onMessage(Change.class, this::onChange)
                .onMessage(Timer.class, this::onTimer)
                .onMessage(Stop.class, this::onStop)
                .build();
    }

    private Behavior<Command> onSubscribe(Subscribe command) {
        master.subscribe(command.subscribe, command.connection);
        return done();
    }

    private Behavior<Command> onReceived(Received command) {
        master.handle(command.call, command.streamId);
        return done();
    }

    private Behavior<Command> onUpdateFramework(UpdateFramework command) {
        command.replyTo.tell(master.update(command.call, command.streamId));
        return done();
    }

    private Behavior<Command> onDisconnected(Disconnected command) {
        master.disconnected(command.streamId);
        return done();
    }

    private Behavior<Command> onAgentReported(AgentReported command) {
        master.statusUpdate(command.framework, command.status);
        return done();
    }

    private Behavior<Command> onFlush(Flush command) {
        command.stream.flush();
        return this;
    }

    private Behavior<Command> onGetView(GetView command) {
        command.replyTo.tell(ClusterView.of(master.cluster(), master.offers()));
        return this;
    }

    private Behavior<Command> onChange(Change command) {
        var self = getContext().getSelf();
        try {
            command.change.accept(
                    master.membership(), (framework, status) -> self.tell(new AgentReported(framework, status)));
            command.done.complete(Done.done());
        } catch (RuntimeException e) {
            command.done.completeExceptionally(e);
            throw e;
        }
        return done();
    }

    private Behavior<Command> onTimer(Timer timer) {
        switch (timer) {
            case ALLOCATE -> {
                lastAllocation = master.cluster().nanos();
                nextAllocation = Long.MAX_VALUE;
                master.makeOffers();
            }
            case HEARTBEAT -> master.heartbeat();
            case HOUSEKEEPING -> master.removeGivenUp();
        }
        return done();
    }

    private Behavior<Command> onStop(Stop command) {
        master.close();
        command.stopped.complete(Done.done());
        return Behaviors.stopped();
    }

    /** Sees to it that offers are made when there is something to offer, or when a filter ends. */
    private Behavior<Command> done() {
        var allocator = master.cluster().allocator();
        long wanted = allocator.hasWork()
                ? lastAllocation + allocationIntervalNanos
                : allocator.nextFilterEnd().orElse(Long.MAX_VALUE);
        wanted = Math.max(wanted, lastAllocation + allocationIntervalNanos);
        if (wanted < nextAllocation) {
            nextAllocation = wanted;
            long delay = wanted - master.cluster().nanos();
            if (delay > 0) {
                timers.startSingleTimer(Timer.ALLOCATE, Duration.ofNanos(delay));
            } else {
                getContext().getSelf().tell(Timer.ALLOCATE);
            }
        }
        return this;
    }
}
