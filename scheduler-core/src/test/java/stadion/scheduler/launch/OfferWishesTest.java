package stadion.scheduler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.mesos.MesosGateway.Revive;
import stadion.scheduler.mesos.MesosGateway.Suppress;
import stadion.scheduler.mesos.MesosGateway.UpdateRoles;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.Placement;

class OfferWishesTest {

    private static final Duration BETWEEN_REVIVES = MatcherSettings.DEFAULTS.minReviveInterval();
    private static final InstanceId GONE = InstanceId.of(PathId.of("/db"), new UUID(1, 1));

    private final TestInbox<MesosGateway.Command> mesos = TestInbox.create();
    private final TestInbox<Found> apps = TestInbox.create();
    private final Map<Object, Effect.TimerScheduled<Matcher.Command>> timers = new HashMap<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05.600Z");
    private BehaviorTestKit<Matcher.Command> matcher;
    private long revision;

    @BeforeEach
    void connect() {
        matcher = BehaviorTestKit.create(Matcher.create(
                MatcherSettings.DEFAULTS,
                MatchSettings.DEFAULTS,
                LaunchSettings.DEFAULTS,
                new SchedulerView(),
                mesos.getRef(),
                () -> now));
        matcher.run(new Matcher.Connected(""));
    }

    @Test
    void offersAreAskedForAsSoonAsSomethingWaits() {
        wants("/a", "*");

        assertThat(fire(Matcher.ReviveNow.class)).isEqualTo(Duration.ZERO);
        mesos.expectMessage(new Revive(Set.of()));
    }

    @Test
    void theyAreAskedForAgainWhenTheIntervalIsOver() {
        wants("/a", "*");
        fire(Matcher.ReviveNow.class);
        mesos.expectMessage(new Revive(Set.of()));
        Duration later = BETWEEN_REVIVES.dividedBy(5);
        now = now.plus(later);

        wants("/b", "*");

        assertThat(fire(Matcher.ReviveNow.class)).isEqualTo(BETWEEN_REVIVES.minus(later));
        mesos.expectMessage(new Revive(Set.of()));
    }

    @Test
    void whatNobodyWantsAnyMoreIsNotAskedFor() {
        fire(Matcher.FirstLookOver.class);
        mesos.expectMessage(new Suppress(Set.of()));
        wants("/a", "*");

        wantsNoMore("/a");
        fire(Matcher.ReviveNow.class);

        assertThat(mesos.hasMessages()).isFalse();
    }

    @Test
    void offersEndWhenNothingWaits() {
        fire(Matcher.FirstLookOver.class);
        mesos.expectMessage(new Suppress(Set.of()));
        wants("/a", "*");
        fire(Matcher.ReviveNow.class);
        mesos.expectMessage(new Revive(Set.of()));

        wantsNoMore("/a");

        mesos.expectMessage(new Suppress(Set.of()));
    }

    @Test
    void afterASubscriptionOffersAreTakenForAWhileThoughNothingWaits() {
        wants("/a", "*");
        fire(Matcher.ReviveNow.class);
        mesos.expectMessage(new Revive(Set.of()));
        wantsNoMore("/a");
        assertThat(mesos.hasMessages()).isFalse();

        fire(Matcher.FirstLookOver.class);

        mesos.expectMessage(new Suppress(Set.of()));
    }

    @Test
    void theRolesOfAppsAreSubscribedToWhenTheyAreNeeded() {
        wants("/a", "dev");

        mesos.expectMessage(new UpdateRoles(Set.of("*", "dev"), Set.of()));
        assertThat(mesos.hasMessages()).isFalse();
    }

    @Test
    void offersAreWantedToReleaseWhatIsReservedButNotForEver() {
        fire(Matcher.FirstLookOver.class);
        mesos.expectMessage(new Suppress(Set.of()));

        matcher.run(new Matcher.Release(GONE, "*"));
        fire(Matcher.ReviveNow.class);
        mesos.expectMessage(new Revive(Set.of()));
        wants("/a", "*");
        wantsNoMore("/a");
        assertThat(mesos.hasMessages()).isFalse();

        fire(Matcher.NoMoreReleases.class);
        mesos.expectMessage(new Suppress(Set.of()));
    }

    @Test
    void nothingIsAskedOfAMasterThatIsGone() {
        matcher.run(new Matcher.Disconnected());
        wants("/a", "*");
        fire(Matcher.ReviveNow.class);

        assertThat(mesos.hasMessages()).isFalse();
    }

    private void wants(String id, String role) {
        InstanceId instance = InstanceId.of(PathId.of(id), new UUID(1, 1));
        matcher.run(new Matcher.Wanted(new Demand(
                ++revision,
                AnApp.called(id).withRole(role),
                HashTreePMap.singleton(instance, Instance.scheduled(instance, now, now, role, now)),
                HashTreePSet.singleton(instance),
                HashTreePSet.empty(),
                Placement.NONE,
                apps.getRef())));
    }

    private void wantsNoMore(String id) {
        matcher.run(new Matcher.Forget(PathId.of(id)));
    }

    /** Has a timer go off that was started; returns what it was set to. */
    private Duration fire(Class<? extends Matcher.Command> timer) {
        matcher.getAllEffects().stream()
                .filter(Effect.TimerScheduled.class::isInstance)
                .forEach(effect -> {
                    @SuppressWarnings("unchecked") // Only the matcher's own timers are there.
                    Effect.TimerScheduled<Matcher.Command> started = (Effect.TimerScheduled<Matcher.Command>) effect;
                    timers.put(started.key(), started);
                });
        Effect.TimerScheduled<Matcher.Command> due = timers.remove(timer);
        assertThat(due).as("the timer " + timer.getSimpleName()).isNotNull();
        due.send().apply();
        matcher.runOne();
        return Duration.ofNanos(due.delay().toNanos());
    }
}
