package stadion.scheduler.launch;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.InstanceId;

/** In which roles, and when, Mesos is asked for offers: only while something waits for a place, or is to be released. */
final class OfferWishes {

    /** For so long offers are wanted just to release what is reserved in them. What turns up later is released when it does. */
    private static final Duration RELEASE_PATIENCE = Duration.ofMinutes(10);

    /** For so long after each subscription offers are taken, whether anything waits or not, so that what an earlier process did not get to release is. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

    private final MatcherSettings settings;
    private final ActorRef<MesosGateway.Command> mesos;
    private final TimerScheduler<Matcher.Command> timers;
    private final InstantSource clock;
    private final BooleanSupplier isWaiting;
    private final Set<InstanceId> releasing = new HashSet<>();
    private final Set<String> roles = new HashSet<>();
    private boolean connected;
    private boolean suppressed;
    private Instant lastRevive = Instant.EPOCH;

    /** @param isWaiting whether something waits for a place */
    OfferWishes(
            MatcherSettings settings,
            ActorRef<MesosGateway.Command> mesos,
            TimerScheduler<Matcher.Command> timers,
            InstantSource clock,
            BooleanSupplier isWaiting) {
        this.settings = settings;
        this.mesos = mesos;
        this.timers = timers;
        this.clock = clock;
        this.isWaiting = isWaiting;
        roles.add(settings.role());
    }

    boolean isConnected() {
        return connected;
    }

    /** Offers may come from now on. Something may still be reserved in {@code reserved}, the roles of what has volumes. */
    void onConnected(Stream<String> reserved) {
        connected = true;
        suppressed = false;
        reserved.forEach(this::subscribeTo);
        timers.startSingleTimer(Matcher.FirstLookOver.class, new Matcher.FirstLookOver(), FIRST_LOOK);
    }

    void onDisconnected() {
        connected = false;
    }

    /** Something waits for a place in this role. */
    void want(String role) {
        subscribeTo(role);
        revive();
    }

    /** What is reserved in this role for an instance that is gone is to be released. */
    void wantRelease(InstanceId instance, String role) {
        releasing.add(instance);
        timers.startSingleTimer(Matcher.NoMoreReleases.class, new Matcher.NoMoreReleases(), RELEASE_PATIENCE);
        want(role);
    }

    void onReleased(Collection<InstanceId> instances) {
        releasing.removeAll(instances);
    }

    void onNoMoreReleases() {
        releasing.clear();
        suppressUnlessWanted();
    }

    private void subscribeTo(String role) {
        if (roles.add(role)) {
            mesos.tell(new MesosGateway.UpdateRoles(Set.copyOf(roles), Set.of()));
        }
    }

    /** Asks for offers now, or as soon as the last time is long enough ago. */
    private void revive() {
        if (!timers.isTimerActive(Matcher.ReviveNow.class)) {
            Duration wait = Duration.between(clock.instant(), lastRevive.plus(settings.minReviveInterval()));
            timers.startSingleTimer(
                    Matcher.ReviveNow.class, new Matcher.ReviveNow(), wait.isNegative() ? Duration.ZERO : wait);
        }
    }

    void onReviveNow() {
        if (isWanted() && connected) {
            lastRevive = clock.instant();
            suppressed = false;
            mesos.tell(new MesosGateway.Revive(Set.of()));
        }
    }

    private boolean isWanted() {
        return isWaiting.getAsBoolean() || !releasing.isEmpty() || timers.isTimerActive(Matcher.FirstLookOver.class);
    }

    void suppressUnlessWanted() {
        if (!isWanted() && settings.suppress() && connected && !suppressed) {
            suppressed = true;
            mesos.tell(new MesosGateway.Suppress(Set.of()));
        }
    }
}
