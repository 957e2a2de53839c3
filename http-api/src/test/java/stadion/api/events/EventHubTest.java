package stadion.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.event.SchedulerEvent.RemoveHealthCheck;
import stadion.scheduler.event.SubscriptionManager;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.Leadership;
import stadion.scheduler.model.PathId;

class EventHubTest {

    private static final ActorTestKit KIT = ActorTestKit.create("event-hub");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BUFFER = 4;

    private final EventLog events = new EventLog();
    private final Leadership leadership = new Leadership();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final List<SchedulerEvent> published = Collections.synchronizedList(new ArrayList<>());
    private Scheduler scheduler;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void lead() {
        scheduler = scheduler();
        leadership.opened(scheduler, new Leader(URI.create("http://me:1")));
        events.subscribe(numbered -> published.add(numbered.event()));
    }

    private Scheduler scheduler() {
        return new Scheduler(
                new SchedulerView(),
                events,
                KIT.<GroupManager.Command>createTestProbe().getRef(),
                KIT.<AppManager.Command>createTestProbe().getRef(),
                KIT.<LaunchQueue.Command>createTestProbe().getRef(),
                KIT.<SubscriptionManager.Command>createTestProbe().getRef());
    }

    private EventHub hub(Duration heartbeat) {
        return new EventHub(leadership, BUFFER, heartbeat, Clock.systemUTC(), metrics);
    }

    private TestSubscriber.Probe<ByteString> connect(EventHub hub, String... types) {
        return hub.stream(scheduler, "1.2.3.4", Set.of(types)).runWith(TestSink.create(KIT.system()), KIT.system());
    }

    private static String next(TestSubscriber.Probe<ByteString> client) {
        return client.requestNext().utf8String();
    }

    private static AppTerminated terminated(int n) {
        return new AppTerminated(PathId.of("/app-" + n), Instant.EPOCH);
    }

    @Test
    void a_client_sees_that_it_is_attached_and_then_every_event_in_order() {
        TestSubscriber.Probe<ByteString> client = connect(hub(LONG));
        events.publish(terminated(1));
        events.publish(terminated(2));

        assertThat(next(client)).startsWith("event: event_stream_attached\r\n").contains("1.2.3.4");
        assertThat(next(client)).contains("/app-1");
        assertThat(next(client)).contains("/app-2");
    }

    @Test
    void a_client_may_choose_types() {
        TestSubscriber.Probe<ByteString> client =
                connect(hub(LONG), "app_terminated_event", "remove_health_check_event");
        events.publish(terminated(1));
        events.publish(new SchedulerEvent.SchedulerDisconnected(Instant.EPOCH));
        events.publish(new RemoveHealthCheck(PathId.of("/a"), Instant.EPOCH));

        assertThat(next(client)).startsWith("event: app_terminated_event\r\n");
        assertThat(next(client)).startsWith("event: remove_health_check_event\r\n");
    }

    @Test
    void an_idle_stream_beats() {
        TestSubscriber.Probe<ByteString> client = connect(hub(Duration.ofMillis(20)), "no_such_type");

        assertThat(next(client)).isEqualTo("\r\n");
        assertThat(next(client)).isEqualTo("\r\n");
    }

    @Test
    void a_client_that_falls_behind_is_disconnected_and_no_other() {
        EventHub hub = hub(LONG);
        TestSubscriber.Probe<ByteString> slow = connect(hub);
        TestSubscriber.Probe<ByteString> fast = connect(hub, "app_terminated_event");
        slow.ensureSubscription();

        for (int i = 0; i < 10 * BUFFER; i++) {
            events.publish(terminated(i));
            assertThat(next(fast)).contains("/app-" + i);
        }

        slow.expectComplete();
        events.publish(terminated(1000));
        assertThat(next(fast)).contains("/app-1000");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published)
                        .filteredOn(e -> e instanceof SchedulerEvent.EventStreamDetached)
                        .hasSize(1));
        assertThat(metrics.counter("marathon.http.event-streams.dropped.counter")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void when_a_client_goes_this_is_told_and_nothing_is_kept_for_it() {
        TestSubscriber.Probe<ByteString> client = connect(hub(LONG));
        assertThat(next(client)).contains("event_stream_attached");
        assertThat(metrics.get("marathon.http.event-streams.active.gauge")
                        .gauge()
                        .value())
                .isEqualTo(1);

        client.cancel();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(published).last().isInstanceOf(SchedulerEvent.EventStreamDetached.class));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events.subscriberCount()).isEqualTo(1));
        assertThat(metrics.get("marathon.http.event-streams.active.gauge")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void a_stream_ends_with_the_leadership_it_began_under() {
        EventHub hub = hub(Duration.ofMillis(20));
        TestSubscriber.Probe<ByteString> client = connect(hub);
        client.request(Long.MAX_VALUE);

        leadership.closed();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics.get("marathon.http.event-streams.active.gauge")
                                .gauge()
                                .value())
                        .isZero());
    }

    @Test
    void an_event_is_rendered_once_for_all() {
        EventFrame frame = new EventFrame(terminated(1));

        assertThat(frame.bytes()).isSameAs(frame.bytes());
    }
}
