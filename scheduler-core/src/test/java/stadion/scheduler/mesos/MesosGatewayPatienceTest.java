package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long the gateway waits for what, in a time that passes only when the test says so. */
class MesosGatewayPatienceTest {

    private static final ActorTestKit TEST_KIT = ActorTestKit.create(ManualTime.config());
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration GATHERING = Duration.ofMillis(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final ManualTime time = ManualTime.get(TEST_KIT.system());
    private final FakeMaster master = new FakeMaster();
    private final TestProbe<MesosGateway.Event> listener = TEST_KIT.createTestProbe(MesosGateway.Event.class);

    private ActorRef<MesosGateway.Command> gateway;

    @AfterEach
    void closeBothEnds() {
        TEST_KIT.stop(gateway);
        master.close();
    }

    @AfterAll
    static void shutDown() {
        TEST_KIT.shutdownTestKit();
    }

    @Test
    void fiveIntervalsWithoutAnEventAreTheEndOfTheSubscription() {
        start();
        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);

        time.expectNoMessageFor(HEARTBEAT.multipliedBy(5), listener);
        time.timePasses(HEARTBEAT);

        assertThat(listener.expectMessageClass(MesosGateway.Disconnected.class, LIMIT)
                        .reason())
                .isEqualTo("no heartbeat or other event came for 5 intervals");
        time.timePasses(Duration.ofSeconds(1));
        assertThat(listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT)
                        .reregistered())
                .isTrue();
    }

    @Test
    void anEventNowAndThenKeepsTheSubscription() {
        start();
        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);

        for (int i = 0; i < 4; i++) {
            time.timePasses(HEARTBEAT.multipliedBy(4));
            master.send(Recorded.event("11-event-UPDATE"));
            listener.expectMessageClass(MesosGateway.Updates.class, LIMIT);
        }

        assertThat(master.subscribes()).hasSize(1);
    }

    @Test
    void aListenerThatNeverAcknowledgesIsTakenForDeadInTheEnd() {
        start(settings().withMaxUnacknowledged(0));
        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
        master.send(Recorded.event("06-event-UPDATE"));
        listener.expectMessageClass(MesosGateway.Updates.class, LIMIT);

        master.send(Recorded.event("02-event-HEARTBEAT"));
        time.timePasses(HEARTBEAT.multipliedBy(6));

        assertThat(listener.expectMessageClass(MesosGateway.Disconnected.class, LIMIT)
                        .reason())
                .isEqualTo("1 status updates were left unacknowledged for 5 heartbeat intervals");
    }

    @Test
    void whatFollowsAnUpdateIsHeldBackForAMomentSoThatMoreGathers() {
        start();
        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
        master.send(Recorded.event("06-event-UPDATE"));
        acknowledge(listener.expectMessageClass(MesosGateway.Updates.class, LIMIT));

        master.send(Recorded.event("08-event-UPDATE"));
        listener.expectNoMessage(Duration.ofMillis(200));
        time.timePasses(GATHERING);
        listener.expectMessageClass(MesosGateway.Updates.class, LIMIT);
    }

    @Test
    void itWaitsForAcknowledgementsButNotForLong() {
        start();
        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
        master.send(Recorded.event("06-event-UPDATE"));
        MesosGateway.Updates first = listener.expectMessageClass(MesosGateway.Updates.class, LIMIT);
        time.timePasses(GATHERING);

        master.send(Recorded.event("08-event-UPDATE"));
        listener.expectNoMessage(Duration.ofMillis(200));
        acknowledge(first);
        listener.expectMessageClass(MesosGateway.Updates.class, LIMIT);
        time.timePasses(GATHERING);

        master.send(Recorded.event("13-event-UPDATE"));
        listener.expectNoMessage(Duration.ofMillis(200));
        time.timePasses(Duration.ofMillis(50));
        listener.expectMessageClass(MesosGateway.Updates.class, LIMIT);
    }

    @Test
    void anAnswerToSubscribeThatDoesNotComeIsWaitedForHalfAMinute() {
        master.onNextSubscribe(call -> master.open());
        start();
        await().atMost(LIMIT).until(() -> master.subscribes().size() == 1);

        time.timePasses(Duration.ofSeconds(29));
        assertThat(master.subscribes()).hasSize(1);
        passUntilAttempt(2);

        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
    }

    @Test
    void attemptsGrowRarer() {
        for (int i = 0; i < 4; i++) {
            master.onNextSubscribe(call -> FakeMaster.refusal(503, "No leader elected"));
        }
        start();
        await().atMost(LIMIT).until(() -> master.subscribes().size() == 1);

        assertThat(passUntilAttempt(2)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(passUntilAttempt(3)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(passUntilAttempt(4)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(passUntilAttempt(5)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
    }

    /** Lets time pass in small steps until the master has got so many SUBSCRIBE calls; how much time that took. */
    private Duration passUntilAttempt(int attempt) {
        Duration step = Duration.ofMillis(100);
        Duration[] passed = {Duration.ZERO};
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> {
            if (master.subscribes().size() >= attempt) {
                return true;
            }
            time.timePasses(step);
            passed[0] = passed[0].plus(step);
            return false;
        });
        return passed[0];
    }

    private void acknowledge(MesosGateway.Updates updates) {
        gateway.tell(new MesosGateway.Acknowledge(updates.statuses()));
    }

    private GatewaySettings settings() {
        return GatewaySettings.of(
                MasterDetector.of(MasterAddress.parseAll(master.address())),
                FrameworkSettings.named("stadion", "root"));
    }

    private void start() {
        start(settings());
    }

    private void start(GatewaySettings with) {
        gateway = TEST_KIT.spawn(MesosGateway.create(with, listener.ref()));
    }
}
