package stadion.scheduler;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.scheduler.app.AppEnvironment;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.deployment.DeploymentManager;
import stadion.scheduler.event.EventKeeperActor;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.event.SubscriptionManager;
import stadion.scheduler.event.Told;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.health.Prober;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.launch.Matcher;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.Leadership;
import stadion.scheduler.mesos.FrameworkIdentity;
import stadion.scheduler.mesos.GatewaySettings;
import stadion.scheduler.mesos.MasterDetector;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.PathId;

/**
 * The scheduler of a cluster, run by the leading node only. Brings its parts up in order: reads what is stored, opens for clients, subscribes with Mesos under the stored
 * framework id, then reconciles. Brings to each part what Mesos says. When any part fails this actor does, and is started again from what is stored.
 */
public final class SchedulerGuardian extends AbstractBehavior<SchedulerGuardian.Command> {

    public sealed interface Command {}

    private record EventsRead() implements Command {}

    private record IdentityKnown(Optional<String> id) implements Command {}

    private record GroupsRead(Collection<PathId> apps) implements Command {}

    private record AppsRead() implements Command {}

    private record SubscriptionsRead() implements Command {}

    private record FromMesos(MesosGateway.Event event) implements Command {}

    private record ReconcileAll() implements Command {}

    private static final Logger log = LoggerFactory.getLogger(SchedulerGuardian.class);

    private final SchedulerSettings settings;
    private final Node node;
    private final TimerScheduler<Command> timers;
    private final EventLog events;
    private final SchedulerView view = new SchedulerView();
    private final CompletableFuture<Void> stateRead = new CompletableFuture<>();
    private final ActorRef<FrameworkIdentity.Remember> identity;
    private final ActorRef<FrameworkIdentity.Known> identityStored;
    private final ActorRef<Matcher.Command> matcher;
    private final ActorRef<LaunchQueue.Command> queue;
    private final ActorRef<AppManager.Command> apps;
    private final ActorRef<GroupManager.Command> groups;
    private final ActorRef<SubscriptionManager.Command> subscriptions;
    private MasterInfo master = MasterInfo.getDefaultInstance();

    /**
     * What the scheduler has to do with on the node it runs on.
     *
     * @param leadership is told when clients can be served, and when no longer
     * @param self where this node serves clients
     * @param telling what subscribers see of an event
     * @param keptEvents how many events are kept for subscribers that come back, at least
     * @param onFatal is told when Mesos refuses the framework for good
     */
    public record Node(
            Leadership leadership,
            Leader self,
            Function<SchedulerEvent, Told> telling,
            int keptEvents,
            InstantSource clock,
            Consumer<MesosGateway.Fatal> onFatal) {}

    private SchedulerGuardian(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SchedulerSettings settings,
            Node node,
            ActorRef<FrameworkIdentity.Remember> identity,
            ActorRef<FrameworkIdentity.Known> identityStored,
            EventLog events,
            Optional<String> frameworkId) {
        super(context);
        this.events = events;
        this.timers = timers;
        this.settings = settings;
        this.node = node;
        this.identity = identity;
        this.identityStored = identityStored;
        InstantSource clock = node.clock();
        ActorRef<MesosGateway.Command> mesos = part(
                MesosGateway.create(
                        gateway(frameworkId), context.messageAdapter(MesosGateway.Event.class, FromMesos::new)),
                "mesos");
        matcher = part(
                Matcher.create(settings.matcher(), settings.matching(), settings.launching(), view, mesos, clock),
                "matcher");
        queue = part(LaunchQueue.create(view, matcher, clock), "launch-queue");
        matcher.tell(new Matcher.Report(queue));
        Prober prober = new Prober(settings.maxHealthChecks());
        apps = part(
                AppManager.create(new AppEnvironment(view, events, mesos, queue, prober, settings.tasks(), clock)),
                "apps");
        subscriptions = part(SubscriptionManager.create(view), "subscriptions");
        ActorRef<DeploymentManager.Command> deployments =
                part(DeploymentManager.create(apps, view, events, clock), "deployments");
        groups = part(
                GroupManager.create(
                        settings.groups(),
                        view,
                        events,
                        clock,
                        deployments,
                        context.messageAdapter(
                                GroupManager.Recovered.class, recovered -> new GroupsRead(recovered.runSpecs()))),
                "groups");
    }

    /** The scheduler, to be run as a cluster singleton and to be restarted when it fails. */
    public static Behavior<Command> create(SchedulerSettings settings, Node node) {
        return Behaviors.setup(context -> {
            EventLog events = new EventLog(node.telling());
            context.watch(context.spawn(
                    EventKeeperActor.create(
                            events,
                            node.keptEvents(),
                            context.messageAdapter(EventKeeperActor.Opened.class, opened -> new EventsRead())),
                    "events"));
            return Behaviors.receive(Command.class)
                    .onMessage(EventsRead.class, read -> identify(context, settings, node, events))
                    .build();
        });
    }

    private static Behavior<Command> identify(
            ActorContext<Command> context, SchedulerSettings settings, Node node, EventLog events) {
        ActorRef<FrameworkIdentity.Known> answers =
                context.messageAdapter(FrameworkIdentity.Known.class, known -> new IdentityKnown(known.id()));
        ActorRef<FrameworkIdentity.Remember> identity =
                context.spawn(FrameworkIdentity.create(answers), "framework-identity");
        context.watch(identity);
        return Behaviors.receive(Command.class)
                .onMessage(
                        IdentityKnown.class,
                        known -> Behaviors.withTimers(timers -> new SchedulerGuardian(
                                context, timers, settings, node, identity, answers, events, known.id())))
                .build();
    }

    /** A child whose end is this actor's end too. */
    private <T> ActorRef<T> part(Behavior<T> behavior, String name) {
        ActorRef<T> child = getContext().spawn(behavior, name);
        getContext().watch(child);
        return child;
    }

    /** Under the id of earlier subscriptions; and not before the state is read, lest tasks seem unknown. */
    private GatewaySettings gateway(Optional<String> frameworkId) {
        GatewaySettings gateway = settings.gateway();
        MasterDetector whenRead =
                attempt -> stateRead.thenCompose(read -> gateway.detector().find(attempt));
        return gateway.withDetector(whenRead).withFramework(gateway.framework().withId(frameworkId.orElse(null)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(GroupsRead.class, this::onGroupsRead)
                .onMessage(AppsRead.class, this::onAppsRead)
                .onMessage(SubscriptionsRead.class, this::onSubscriptionsRead)
                .onMessage(FromMesos.class, this::onMesos)
                .onMessage(IdentityKnown.class, this::onIdentityKnown)
                .onMessage(ReconcileAll.class, this::onReconcileAll)
                .onSignal(PreRestart.class, signal -> closed())
                .onSignal(PostStop.class, signal -> closed())
                .build();
    }

    private Behavior<Command> onGroupsRead(GroupsRead command) {
        apps.tell(new AppManager.Recover(
                command.apps(), getContext().messageAdapter(AppManager.AllRecovered.class, all -> new AppsRead())));
        return this;
    }

    private Behavior<Command> onAppsRead(AppsRead command) {
        subscriptions.tell(new SubscriptionManager.Open(
                getContext().messageAdapter(SubscriptionManager.Reply.class, read -> new SubscriptionsRead())));
        return this;
    }

    private Behavior<Command> onSubscriptionsRead(SubscriptionsRead command) {
        groups.tell(new GroupManager.ResumeDeployments());
        node.leadership().opened(new Scheduler(view, events, groups, apps, queue, subscriptions), node.self());
        stateRead.complete(null);
        return this;
    }

    private Behavior<Command> onMesos(FromMesos command) {
        MesosGateway.Event event = command.event();
        if (event instanceof MesosGateway.Updates e) {
            apps.tell(new AppManager.StatusesArrived(e.statuses()));
        } else if (event instanceof MesosGateway.Offers e) {
            matcher.tell(new Matcher.OffersArrived(e.offers()));
        } else if (event instanceof MesosGateway.Rescinded e) {
            matcher.tell(new Matcher.OfferRescinded(e.offer()));
        } else if (event instanceof MesosGateway.Subscribed e) {
            onSubscribed(e);
        } else if (event instanceof MesosGateway.Disconnected e) {
            onDisconnected(e);
        } else if (event instanceof MesosGateway.Fatal e) {
            log.error("Mesos refuses this framework: {}", e.message());
            node.onFatal().accept(e);
        }
        return this;
    }

    private void onSubscribed(MesosGateway.Subscribed event) {
        log.info(
                "{} with Mesos at {} as framework {}",
                event.reregistered() ? "Registered again" : "Registered",
                event.masterAddress(),
                event.framework().getValue());
        master = event.master();
        matcher.tell(new Matcher.Disconnected());
        identity.tell(new FrameworkIdentity.Remember(event.framework().getValue(), identityStored));
        view.mesos(new SchedulerView.Mesos(event.framework().getValue(), event.masterAddress()));
        events.publish(
                event.reregistered()
                        ? new SchedulerEvent.SchedulerReregistered(
                                event.masterAddress(), node.clock().instant())
                        : new SchedulerEvent.SchedulerRegistered(
                                event.framework().getValue(),
                                event.masterAddress(),
                                node.clock().instant()));
    }

    /** The id is stored: from now on tasks may be launched under it. */
    private Behavior<Command> onIdentityKnown(IdentityKnown command) {
        matcher.tell(new Matcher.Connected(
                master.getDomain().getFaultDomain().getRegion().getName()));
        apps.tell(new AppManager.Reconcile());
        timers.startTimerWithFixedDelay(
                ReconcileAll.class,
                new ReconcileAll(),
                settings.reconciliationInitialDelay(),
                settings.reconciliationInterval());
        return this;
    }

    private void onDisconnected(MesosGateway.Disconnected event) {
        log.warn("Lost the connection to Mesos: {}", event.reason());
        matcher.tell(new Matcher.Disconnected());
        events.publish(new SchedulerEvent.SchedulerDisconnected(node.clock().instant()));
    }

    private Behavior<Command> onReconcileAll(ReconcileAll command) {
        apps.tell(new AppManager.Reconcile());
        return this;
    }

    private Behavior<Command> closed() {
        node.leadership().closed();
        stateRead.cancel(false);
        return this;
    }
}
