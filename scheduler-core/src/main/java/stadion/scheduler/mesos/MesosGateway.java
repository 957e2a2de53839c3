package stadion.scheduler.mesos;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.mesos.SubscriptionStream.Confirmed;

/**
 * The one connection to the Mesos master: it subscribes the framework, hands what the master sends to its listener, and sends the master what it is told to. It
 * keeps the subscription up by itself, under the same framework id, through lost connections and changes of the leading master.
 *
 * <p>Mesos answers calls with events, if at all, so commands have no reply. Without a subscription calls are dropped, as Mesos would refuse them: whoever sends
 * commands reconciles after each {@link Subscribed}. Only roles are remembered, for the next subscription. Calls reach the master in their order, except that
 * acknowledgements travel beside the rest, those of one task in order among themselves.
 *
 * <p>Events come no faster than the listener acknowledges: after updates those that follow gather for a moment into one event, for longer while some are
 * unacknowledged, and with too many of them unacknowledged, nothing more is read from the master. After {@link Fatal} the gateway stops.
 *
 * <p>Nothing is persisted; the framework id of {@link Subscribed} is the listener's to keep. A gateway that was started without an id must not be restarted by a
 * supervisor: it would ask for another one.
 */
public final class MesosGateway extends AbstractBehavior<MesosGateway.Command> {

    private static final int MAX_REDIRECTS = 5;

    /** What the gateway can be asked to tell the master. */
    public sealed interface Command {}

    /** Uses the offers for the operations. What stays unused is not offered again to the same role for {@code refuseSeconds} (0 or more). */
    public record Accept(List<OfferID> offers, List<Offer.Operation> operations, double refuseSeconds)
            implements Command {}

    /** Gives the offers back, not to be offered again to the same role for {@code refuseSeconds} (0 or more). */
    public record Decline(List<OfferID> offers, double refuseSeconds) implements Command {}

    /** Forgets the filters of earlier declines and ends the suppression of these roles; no roles means all roles. */
    public record Revive(Set<String> roles) implements Command {}

    /** Asks for no more offers to these roles; no roles means all roles. */
    public record Suppress(Set<String> roles) implements Command {}

    /** Subscribes to exactly these roles from now on, of which {@code suppressed} get no offers. */
    public record UpdateRoles(Set<String> roles, Set<String> suppressed) implements Command {}

    /** Kills a task; the grace period, when given, replaces the one the task was launched with. */
    public record Kill(
            TaskID task, @Nullable AgentID agent, @Nullable Duration gracePeriod) implements Command {}

    /** Acknowledges status updates. Those without uuid (made by the master, as in reconciliation) need no acknowledgement and are skipped. */
    public record Acknowledge(List<TaskStatus> statuses) implements Command {}

    /** Asks for the latest status of these tasks; no tasks means all tasks the master knows (implicit reconciliation). */
    public record Reconcile(List<TaskRef> tasks) implements Command {}

    /** Removes the framework: Mesos kills all its tasks and never takes its id again. */
    public record Teardown() implements Command {}

    /** What the gateway tells its listener. */
    public sealed interface Event {}

    /** The master, a URL like {@code http://host:port}, has taken the subscription; {@code reregistered} when the framework had its id before. */
    public record Subscribed(FrameworkID framework, MasterInfo master, String masterAddress, boolean reregistered)
            implements Event {}

    /** The subscription is gone and will be tried again. Outstanding offers are void; commands are dropped until {@link Subscribed}. */
    public record Disconnected(String reason) implements Event {}

    /** New offers. */
    public record Offers(List<Offer> offers) implements Event {}

    /** An offer can no longer be used. */
    public record Rescinded(OfferID offer) implements Event {}

    /** Status updates that arrived together, in the order of their arrival. Each one with a uuid wants an {@link Acknowledge}. */
    public record Updates(List<TaskStatus> statuses) implements Event {}

    /** An agent was removed from the cluster. */
    public record AgentFailed(AgentID agent) implements Event {}

    /** An executor ended; {@code status} as waitpid(2) gives it, -1 if unknown. */
    public record ExecutorFailed(AgentID agent, ExecutorID executor, int status) implements Event {}

    /** An executor sent data. */
    public record FrameworkMessage(AgentID agent, ExecutorID executor, ByteString data) implements Event {}

    /** The master refuses this framework for good; the gateway tries no more. {@code frameworkRemoved} when its id can never be used again. */
    public record Fatal(String message, boolean frameworkRemoved) implements Event {}

    /** What one attempt to subscribe leads to; it means nothing any more once there is a later attempt. */
    sealed interface OfAttempt extends Command {

        int attempt();
    }

    private record Connect(int attempt) implements OfAttempt {}

    private record Found(int attempt, MasterAddress master) implements OfAttempt {}

    private record Gathered(int attempt) implements OfAttempt {}

    private record Waited(int attempt) implements OfAttempt {}

    private record HeartbeatDue(int attempt) implements OfAttempt {}

    private record CallFailed(int attempt, CallLane.Failure failure) implements OfAttempt {}

    record Opened(int attempt, String streamId, ActorRef<Confirmed> stream) implements OfAttempt {}

    record Received(int attempt, EventBatch batch, ActorRef<Confirmed> stream) implements OfAttempt {}

    record Redirected(int attempt, String location) implements OfAttempt {}

    record Refused(int attempt, int status, String text) implements OfAttempt {

        /** Whether asking again is of no use: a request the master will never take. 404 comes from a master that is starting. */
        boolean isFinal() {
            return status / 100 == 4 && status != 404 && status != 408 && status != 429;
        }
    }

    record Ended(int attempt, String reason) implements OfAttempt {}

    private enum Timer {
        CONNECT,
        SUBSCRIBE,
        GATHERING,
        ACKNOWLEDGEMENT,
        HEARTBEAT
    }

    private final GatewaySettings settings;
    private final ActorRef<Event> listener;
    private final TimerScheduler<Command> timers;
    private final MasterHttp http;
    private final CallClient calls;

    private RoleSubscription roles;
    private @Nullable FrameworkID framework;
    private @Nullable MasterLink link;
    private MasterVersion masterVersion = MasterVersion.of("");

    /** Numbers the attempts to subscribe. */
    private int attempt;

    private int failures;
    private int redirects;

    private MesosGateway(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            GatewaySettings settings,
            ActorRef<Event> listener) {
        super(context);
        this.settings = settings;
        this.listener = listener;
        this.timers = timers;
        this.http = new MasterHttp(context.getSystem(), settings);
        this.calls = new CallClient(settings);
        FrameworkSettings given = settings.framework();
        this.roles = new RoleSubscription(given.roles(), given.suppressedRoles());
        this.framework = given.id() == null
                ? null
                : FrameworkID.newBuilder().setValue(given.id()).build();
        context.getSelf().tell(new Connect(attempt));
    }

    /** A gateway that subscribes at once, and tells {@code listener} all that comes of it. */
    public static Behavior<Command> create(GatewaySettings settings, ActorRef<Event> listener) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new MesosGateway(context, timers, settings, listener)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Accept.class, accept -> send(to -> List.of(to.accept(accept))))
                .onMessage(Decline.class, decline -> send(to -> List.of(to.decline(decline))))
                .onMessage(Revive.class, this::onRevive)
                .onMessage(Suppress.class, this::onSuppress)
                .onMessage(UpdateRoles.class, this::onUpdateRoles)
                .onMessage(Kill.class, kill -> send(to -> List.of(to.kill(kill))))
                .onMessage(Acknowledge.class, this::onAcknowledge)
                .onMessage(Reconcile.class, reconcile -> send(to -> to.reconcile(reconcile.tasks())))
                .onMessage(Teardown.class, teardown -> send(to -> List.of(to.teardown())))
                .onMessage(OfAttempt.class, message -> message.attempt() != attempt, late -> this)
                .onMessage(Connect.class, this::onConnect)
                .onMessage(Found.class, this::onFound)
                .onMessage(Redirected.class, this::onRedirected)
                .onMessage(Refused.class, this::onRefused)
                .onMessage(Opened.class, this::onOpened)
                .onMessage(Received.class, this::onReceived)
                .onMessage(Gathered.class, this::onGathered)
                .onMessage(Waited.class, this::onWaited)
                .onMessage(HeartbeatDue.class, this::onHeartbeatDue)
                .onMessage(CallFailed.class, this::onCallFailed)
                .onMessage(Ended.class, this::onEnded)
                .onSignal(PreRestart.class, signal -> onStop())
                .onSignal(PostStop.class, signal -> onStop())
                .build();
    }

    private Behavior<Command> onRevive(Revive revive) {
        roles = roles.revive(revive.roles());
        return send(to -> List.of(to.revive(revive.roles())));
    }

    private Behavior<Command> onSuppress(Suppress suppress) {
        roles = roles.suppress(suppress.roles());
        return send(to -> List.of(to.suppress(suppress.roles())));
    }

    private Behavior<Command> onUpdateRoles(UpdateRoles update) {
        RoleSubscription wanted = new RoleSubscription(update.roles(), update.suppressed());
        if (wanted.equals(roles)) {
            return this;
        }
        roles = wanted;
        return sendRoles();
    }

    private Behavior<Command> sendRoles() {
        if (link != null && link.isSubscribed() && !masterVersion.takesFrameworkUpdates()) {
            return lost("this version of Mesos learns of changed roles by a new subscription only");
        }
        return send(to -> List.of(to.updateFramework(frameworkInfo(), roles.suppressed())));
    }

    private Behavior<Command> onAcknowledge(Acknowledge acknowledge) {
        List<TaskStatus> wanting = acknowledge.statuses().stream()
                .filter(Calls::wantsAcknowledgement)
                .toList();
        if (link != null) {
            link.onAcknowledged(wanting);
        }
        return send(to -> wanting.stream().map(to::acknowledge).toList());
    }

    /** Queues the calls, in order, if there is a subscription to send them on. */
    private Behavior<Command> send(Function<Calls, List<Call>> calls) {
        if (link == null || framework == null || !link.isSubscribed()) {
            getContext().getLog().debug("A call is dropped, as there is no subscription");
            return this;
        }
        for (Call call : calls.apply(new Calls(framework))) {
            if (!link.offer(call)) {
                return lost("the master is too slow to take calls: " + settings.maxQueuedCalls() + " are waiting");
            }
        }
        return this;
    }

    private Behavior<Command> onConnect(Connect connect) {
        redirects = 0;
        getContext()
                .pipeToSelf(
                        settings.detector().find(failures),
                        (master, failure) -> failure == null
                                ? new Found(connect.attempt(), master)
                                : new Ended(connect.attempt(), "none was found: " + MasterHttp.reason(failure)));
        return this;
    }

    private Behavior<Command> onFound(Found found) {
        subscribe(found.master());
        return this;
    }

    private void subscribe(MasterAddress master) {
        getContext().getLog().debug("Subscribing with the Mesos master at {}", master);
        timers.startSingleTimer(
                Timer.SUBSCRIBE,
                new Ended(
                        attempt,
                        master + " did not answer SUBSCRIBE within "
                                + settings.subscribeTimeout().toSeconds() + " s"),
                settings.subscribeTimeout());
        SubscriptionStream events = new SubscriptionStream(
                http, settings.maxRecordBytes(), attempt, getContext().getSelf());
        link = new MasterLink(calls, settings, master, roles, events);
        events.open(master, Calls.subscribe(frameworkInfo(), roles.suppressed()));
    }

    private FrameworkInfo frameworkInfo() {
        return FrameworkInfos.of(settings.framework(), roles.roles(), framework);
    }

    private Behavior<Command> onRedirected(Redirected redirected) {
        if (++redirects > MAX_REDIRECTS) {
            return lost("the masters redirect to each other: none of them leads yet");
        }
        try {
            MasterAddress leader = link.master().redirectedTo(redirected.location());
            link.close();
            subscribe(leader);
            return this;
        } catch (IllegalArgumentException e) {
            return lost(link.master() + " redirects to a place that cannot be: " + e.getMessage());
        }
    }

    private Behavior<Command> onRefused(Refused refused) {
        String reason = link.master() + " answered SUBSCRIBE with " + refused.status() + ": " + refused.text();
        return refused.isFinal() ? fatal(new Fatal(reason, false)) : lost(reason);
    }

    private Behavior<Command> onOpened(Opened opened) {
        link.onOpened(opened.streamId(), opened.stream());
        return this;
    }

    private Behavior<Command> onReceived(Received received) {
        EventBatch batch = received.batch();
        if (batch.subscribed() != null) {
            onSubscribed(batch.subscribed(), link);
        }
        link.onDelivered(batch, received.stream());
        if (link.isPaused()) {
            timers.startSingleTimer(Timer.GATHERING, new Gathered(attempt), settings.gatheringTime());
        }
        for (Event event : batch.events()) {
            if (event instanceof Fatal fatal) {
                return fatal(fatal);
            }
            listener.tell(event);
        }
        // Roles may have changed while SUBSCRIBE was on its way.
        return batch.subscribed() == null || link.askedRoles().equals(roles) ? this : sendRoles();
    }

    private void onSubscribed(Protos.Event.Subscribed subscribed, MasterLink with) {
        boolean reregistered = framework != null;
        framework = subscribed.getFrameworkId();
        masterVersion = MasterVersion.of(subscribed.getMasterInfo().getVersion());
        failures = 0;
        timers.cancel(Timer.SUBSCRIBE);
        if (subscribed.getHeartbeatIntervalSeconds() > 0) {
            Duration interval = Duration.ofMillis(Math.round(subscribed.getHeartbeatIntervalSeconds() * 1000));
            timers.startTimerWithFixedDelay(Timer.HEARTBEAT, new HeartbeatDue(attempt), interval);
        }
        int current = attempt;
        ActorRef<Command> self = getContext().getSelf();
        with.onSubscribed(failure -> self.tell(new CallFailed(current, failure)));
        getContext()
                .getLog()
                .info("Subscribed with the Mesos master at {} as framework {}", with.master(), framework.getValue());
        listener.tell(new Subscribed(
                framework, subscribed.getMasterInfo(), with.master().toString(), reregistered));
    }

    private Behavior<Command> onGathered(Gathered gathered) {
        link.onGathered();
        if (link.isPaused()) {
            timers.startSingleTimer(Timer.ACKNOWLEDGEMENT, new Waited(attempt), settings.acknowledgementWait());
        }
        return this;
    }

    private Behavior<Command> onWaited(Waited waited) {
        link.onWaited();
        return this;
    }

    private Behavior<Command> onHeartbeatDue(HeartbeatDue due) {
        String reason = link.onInterval();
        return reason == null ? this : lost(reason);
    }

    private Behavior<Command> onCallFailed(CallFailed failed) {
        CallLane.Failure failure = failed.failure();
        boolean acknowledgement = failure.type() == Call.Type.ACKNOWLEDGE;
        if (failure.endsSubscription() && !acknowledgement) {
            return lost(failure.toString());
        }
        if (link.isNews(failure)) {
            getContext().getLog().warn("{}", failure);
        } else {
            getContext().getLog().debug("{}", failure);
        }
        return this;
    }

    private Behavior<Command> onEnded(Ended ended) {
        return lost(ended.reason());
    }

    /** Gives the subscription (or the attempt to get it) up and tries again later. */
    private Behavior<Command> lost(String reason) {
        boolean wasSubscribed = link != null && link.isSubscribed();
        closeLink();
        attempt++;
        Duration wait =
                settings.backoff().delay(failures, ThreadLocalRandom.current().nextDouble());
        failures++;
        getContext()
                .getLog()
                .warn(
                        "{} the Mesos master: {}; next attempt in {} ms",
                        wasSubscribed ? "Lost" : "Could not subscribe with",
                        reason,
                        wait.toMillis());
        if (wasSubscribed) {
            listener.tell(new Disconnected(reason));
        }
        timers.startSingleTimer(Timer.CONNECT, new Connect(attempt), wait);
        return this;
    }

    private Behavior<Command> fatal(Fatal fatal) {
        getContext().getLog().error("The Mesos master refuses this framework: {}", fatal.message());
        listener.tell(fatal);
        return Behaviors.stopped();
    }

    private Behavior<Command> onStop() {
        closeLink();
        calls.close();
        return this;
    }

    private void closeLink() {
        timers.cancelAll();
        if (link != null) {
            link.close();
            link = null;
        }
    }
}
