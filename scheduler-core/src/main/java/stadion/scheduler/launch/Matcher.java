package stadion.scheduler.launch;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.group.Group;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.launch.taskinfo.LaunchBuilder;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;

/**
 * Brings offers and demands together. Offers that arrive together are matched in one round: the places found are told to the apps, and once every app concerned has
 * stored its launches, the offer is accepted with them. Offers that nobody can use are declined at the end of the round. Asks Mesos for offers only while something waits.
 */
public final class Matcher extends AbstractBehavior<Matcher.Command> {

    public sealed interface Command {}

    /** What an app wants launched now. */
    public record Wanted(Demand demand) implements Command {}

    /** An app wants nothing until it says so again. */
    public record Forget(PathId app) implements Command {}

    /** An app is gone. */
    public record Removed(PathId app) implements Command {}

    /** An instance with volumes is gone: offers are wanted until what is reserved for it in this role is released. */
    public record Release(InstanceId instance, String role) implements Command {}

    /** Offers may be used from now on. {@code homeRegion} is the region of the master, empty if it has none. */
    public record Connected(String homeRegion) implements Command {}

    /** The connection to Mesos is gone, and the offers with it. */
    public record Disconnected() implements Command {}

    public record OffersArrived(List<Offer> offers) implements Command {}

    public record OfferRescinded(OfferID offer) implements Command {}

    /** Who is told of the demands' fate. */
    public record Report(ActorRef<LaunchQueue.Command> queue) implements Command {}

    private record LaunchesStored(Found.Stored answer) implements Command {}

    private record Round() implements Command {}

    record ReviveNow() implements Command {}

    record NoMoreReleases() implements Command {}

    record FirstLookOver() implements Command {}

    /** What was told to one app in one round. */
    private record Batch(PathId app, List<MatchRound.Launch> launches) {}

    private final MatcherSettings settings;
    private final SchedulerView view;
    private final ActorRef<MesosGateway.Command> mesos;
    private final InstantSource clock;
    private final Random random = new Random();
    private final LaunchBuilder builder;
    private final MatchSettings matching;
    private final Map<OfferID, OfferLedger> offers = new LinkedHashMap<>();
    private final Turns turns;
    private final Map<PathId, Map<InstanceId, Instance.AgentRef>> unconfirmed = new HashMap<>();
    private final Map<PathId, OfferStats> stats = new HashMap<>();
    private final Map<Long, Batch> batches = new HashMap<>();
    private final OfferWishes wishes;
    private final ActorRef<Found.Stored> answers;
    private long lastBatch;
    private long unconfirmedInstances;
    private OfferMatcher matcher;
    private ActorRef<LaunchQueue.Command> queue;
    private boolean roundDue;

    private Matcher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            MatcherSettings settings,
            MatchSettings matching,
            LaunchSettings launching,
            SchedulerView view,
            ActorRef<MesosGateway.Command> mesos,
            InstantSource clock) {
        super(context);
        this.settings = settings;
        this.matching = matching;
        this.turns = new Turns(matching);
        this.matcher = new OfferMatcher(matching, random, clock);
        this.builder = new LaunchBuilder(launching);
        this.view = view;
        this.mesos = mesos;
        this.clock = clock;
        this.queue = context.getSystem().deadLetters().narrow();
        this.wishes = new OfferWishes(settings, mesos, timers, clock, () -> !turns.isEmpty());
        this.answers = context.messageAdapter(Found.Stored.class, LaunchesStored::new);
    }

    /** The matcher of one scheduler; it starts without connection. */
    public static Behavior<Command> create(
            MatcherSettings settings,
            MatchSettings matching,
            LaunchSettings launching,
            SchedulerView view,
            ActorRef<MesosGateway.Command> mesos,
            InstantSource clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new Matcher(context, timers, settings, matching, launching, view, mesos, clock)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Wanted.class, this::onWanted)
                .onMessage(Forget.class, this::onForget)
                .onMessage(Removed.class, this::onRemoved)
                .onMessage(Release.class, this::onRelease)
                .onMessage(Connected.class, this::onConnected)
                .onMessage(Disconnected.class, this::onDisconnected)
                .onMessage(OffersArrived.class, this::onOffersArrived)
                .onMessage(OfferRescinded.class, this::onOfferRescinded)
                .onMessage(Report.class, this::onReport)
                .onMessage(LaunchesStored.class, this::onLaunchesStored)
                .onMessage(Round.class, this::onRound)
                .onMessage(ReviveNow.class, this::onReviveNow)
                .onMessage(NoMoreReleases.class, this::onNoMoreReleases)
                .onMessage(FirstLookOver.class, this::onFirstLookOver)
                .build();
    }

    private Behavior<Command> onWanted(Wanted command) {
        Demand demand = command.demand();
        PathId app = demand.runSpec().id();
        Demand known = turns.get(app);
        if (known != null && known.owner().equals(demand.owner()) && known.revision() >= demand.revision()) {
            return this;
        }
        if (demand.isEmpty()) {
            forget(app);
        } else {
            turns.put(demand);
            wishes.want(demand.runSpec().role());
            scheduleRound();
        }
        return this;
    }

    private Behavior<Command> onForget(Forget command) {
        forget(command.app());
        return this;
    }

    private Behavior<Command> onRemoved(Removed command) {
        forget(command.app());
        stats.remove(command.app());
        List<Long> unanswered = batches.entrySet().stream()
                .filter(batch -> batch.getValue().app().equals(command.app()))
                .map(Map.Entry::getKey)
                .toList();
        // Its actor may be gone, and then nobody answers: the offers must not wait for it.
        unanswered.forEach(batch -> complete(batches.remove(batch), Set.of()));
        return this;
    }

    private void forget(PathId app) {
        stats.computeIfPresent(app, (id, seen) -> seen.afresh());
        if (turns.remove(app)) {
            wishes.suppressUnlessWanted();
        }
    }

    private Behavior<Command> onRelease(Release command) {
        wishes.wantRelease(command.instance(), command.role());
        scheduleRound();
        return this;
    }

    private Behavior<Command> onNoMoreReleases(NoMoreReleases command) {
        wishes.onNoMoreReleases();
        return this;
    }

    private Behavior<Command> onConnected(Connected command) {
        matcher = new OfferMatcher(
                matching.withHomeRegion(command.homeRegion().isEmpty() ? null : command.homeRegion()), random, clock);
        wishes.onConnected(rolesOfResidents());
        scheduleRound();
        return this;
    }

    /** What is still reserved for instances that are gone, though this process never was asked to release it, is so in the role of an app with volumes. */
    private Stream<String> rolesOfResidents() {
        RootGroup root = view.root();
        return Stream.concat(root.apps().values().stream(), root.pods().values().stream())
                .filter(RunSpec::isResident)
                .map(RunSpec::role);
    }

    private Behavior<Command> onFirstLookOver(FirstLookOver command) {
        wishes.suppressUnlessWanted();
        return this;
    }

    private Behavior<Command> onDisconnected(Disconnected command) {
        wishes.onDisconnected();
        offers.clear();
        return this;
    }

    private Behavior<Command> onOffersArrived(OffersArrived command) {
        for (Offer offer : command.offers()) {
            offers.put(offer.getId(), OfferLedger.of(offer));
        }
        scheduleRound();
        return this;
    }

    private Behavior<Command> onOfferRescinded(OfferRescinded command) {
        offers.remove(command.offer());
        return this;
    }

    private Behavior<Command> onReport(Report command) {
        queue = command.queue();
        return this;
    }

    private void scheduleRound() {
        if (!roundDue && wishes.isConnected() && !offers.isEmpty()) {
            roundDue = true;
            getContext().getSelf().tell(new Round());
        }
    }

    private Behavior<Command> onRound(Round command) {
        roundDue = false;
        List<OfferLedger> ledgers = new ArrayList<>(offers.values());
        offers.clear();
        Collections.shuffle(ledgers, random);
        MatchRound round = new MatchRound(
                matcher,
                builder,
                turns,
                app -> unconfirmed.getOrDefault(app, Map.of()),
                app -> stats.getOrDefault(app, OfferStats.NONE),
                this::enforcesRole,
                new MatchRound.Residents(this::isGone, settings.principal()),
                perOffer(ledgers.size()),
                clock.instant());
        List<OfferID> useless = new ArrayList<>();
        List<OfferID> untried = new ArrayList<>();
        for (OfferLedger ledger : ledgers) {
            switch (round.show(ledger)) {
                case USELESS -> useless.add(ledger.offer().getId());
                case UNTRIED -> untried.add(ledger.offer().getId());
                case USED, RELEASED -> {}
            }
        }
        round.releases().forEach(acceptance -> mesos.tell(acceptance.call()));
        wishes.onReleased(round.released());
        decline(useless, settings.declineDuration());
        decline(untried, Duration.ZERO);
        round.finish().forEach(this::report);
        wishes.suppressUnlessWanted();
        return this;
    }

    /** Whether an instance is known no more. The state of all apps is read before the first offer comes, and shows an instance before anything is reserved for it. */
    private boolean isGone(InstanceId instance) {
        return !view.status(instance.runSpecId()).instances().containsKey(instance);
    }

    private int perOffer(int offerCount) {
        if (settings.maxInstancesPerOffer().isPresent()) {
            return settings.maxInstancesPerOffer().getAsInt();
        }
        long waiting = Math.max(0, turns.instances() - unconfirmedInstances);
        return (int) Math.max(MatcherSettings.SPREAD_AT_LEAST, (waiting + offerCount - 1) / Math.max(1, offerCount));
    }

    private void report(MatchRound.Seeker seeker) {
        Demand demand = seeker.demand();
        PathId app = demand.runSpec().id();
        if (!seeker.places().isEmpty()) {
            Map<InstanceId, Instance.AgentRef> mine = unconfirmed.computeIfAbsent(app, id -> new HashMap<>());
            for (MatchRound.Launch launch : seeker.launches()) {
                mine.put(launch.instance(), launch.agent());
            }
            unconfirmedInstances += seeker.launches().size();
            batches.put(++lastBatch, new Batch(app, seeker.launches()));
            demand.owner().tell(new Found(lastBatch, demand.runSpec().configVersion(), seeker.places(), answers));
        }
        if (seeker.seen() != OfferStats.NONE && seeker.seen() != stats.put(app, seeker.seen())) {
            queue.tell(new LaunchQueue.OffersSeen(app, seeker.seen()));
        }
    }

    private boolean enforcesRole(PathId app) {
        List<String> segments = app.segments();
        return segments.size() > 1
                && view.root()
                        .group(PathId.ROOT.child(segments.get(0)))
                        .map(Group::enforceRole)
                        .orElse(false);
    }

    private Behavior<Command> onLaunchesStored(LaunchesStored command) {
        @Nullable Batch batch = batches.remove(command.answer().batch());
        if (batch == null) {
            return this;
        }
        complete(batch, command.answer().launch());
        if (turns.get(batch.app()) != null) {
            onWanted(new Wanted(command.answer().demand()));
        }
        return this;
    }

    /** Uses the offers of a batch for those of its launches that are stored, as soon as the other apps on each offer have answered too. */
    private void complete(Batch batch, Set<InstanceId> stored) {
        Map<InstanceId, Instance.AgentRef> pending = unconfirmed.getOrDefault(batch.app(), new HashMap<>());
        unconfirmedInstances -= batch.launches().size();
        for (MatchRound.Launch launch : batch.launches()) {
            pending.remove(launch.instance());
            Acceptance acceptance = launch.acceptance();
            if (stored.contains(launch.instance())) {
                acceptance.confirm(launch.operations());
            } else {
                acceptance.refuse();
            }
            if (acceptance.isComplete()) {
                mesos.tell(acceptance.call());
            }
        }
        if (pending.isEmpty()) {
            unconfirmed.remove(batch.app());
        }
    }

    private void decline(List<OfferID> unused, Duration refuse) {
        if (!unused.isEmpty()) {
            mesos.tell(new MesosGateway.Decline(unused, refuse.toMillis() / 1000.0));
        }
    }

    private Behavior<Command> onReviveNow(ReviveNow command) {
        wishes.onReviveNow();
        return this;
    }
}
