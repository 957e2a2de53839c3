package stadion.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import stadion.api.testing.Instances;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.app.PresentState;
import stadion.scheduler.event.EventKeeperActor;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Numbered;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.event.SchedulerEvent.RemoveHealthCheck;
import stadion.scheduler.event.SubscriptionManager;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.leader.Leader;
import stadion.scheduler.leader.Leadership;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PathId;

class EventHubTest {

    private static final ActorTestKit KIT = ActorTestKit.create("event-hub");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BUFFER = 4;
    private static final int KEPT = 20;

    private final EventLog events = new EventLog(EventJson::told, KEPT);
    private final Leadership leadership = new Leadership();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Numbered> published = Collections.synchronizedList(new ArrayList<>());
    private Scheduler scheduler;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void lead() {
        scheduler = scheduler(events);
        leadership.opened(scheduler, new Leader(URI.create("http://me:1")));
        events.subscribe(published::addAll);
    }

    private static Scheduler scheduler(EventLog events) {
        return new Scheduler(
                new SchedulerView(),
                events,
                KIT.<GroupManager.Command>createTestProbe().getRef(),
                KIT.<AppManager.Command>createTestProbe().getRef(),
                KIT.<LaunchQueue.Command>createTestProbe().getRef(),
                KIT.<SubscriptionManager.Command>createTestProbe().getRef());
    }

    private EventHub hub(Duration heartbeat) {
        return new EventHub(KIT.system(), leadership, BUFFER, heartbeat, Clock.systemUTC(), metrics);
    }

    private TestSubscriber.Probe<ByteString> connect(EventHub hub, String... types) {
        return connect(hub, new EventRequest("1.2.3.4", Set.of(types), false, Optional.empty(), false));
    }

    private TestSubscriber.Probe<ByteString> connect(EventHub hub, EventRequest request) {
        return hub.stream(scheduler, request).runWith(TestSink.create(KIT.system()), KIT.system());
    }

    /** What is sent next, as a rule one event; but events that wait are sent together. */
    private static String next(TestSubscriber.Probe<ByteString> client) {
        return client.requestNext().utf8String();
    }

    /** The types of the next events, however they are sent together. */
    private static List<String> types(TestSubscriber.Probe<ByteString> client, int count) {
        return lines(client, count, "event: ");
    }

    private static List<String> ids(TestSubscriber.Probe<ByteString> client, int count) {
        return lines(client, count, "id: ");
    }

    private static List<String> lines(TestSubscriber.Probe<ByteString> client, int count, String name) {
        List<String> values = new ArrayList<>();
        while (values.size() < count) {
            next(client)
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .forEach(line -> values.add(line.substring(name.length())));
        }
        return values;
    }

    private static AppTerminated terminated(int n) {
        return new AppTerminated(PathId.of("/app-" + n), Instant.EPOCH);
    }

    /** A stream begins a little later than it is run. */
    private void attached(int clients) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published)
                        .filteredOn(event -> event.type().equals("event_stream_attached"))
                        .hasSize(clients));
    }

    private TestSubscriber.Probe<ByteString> resume(EventHub hub, String lastEventId) {
        return connect(hub, new EventRequest("1.2.3.4", Set.of(), true, Optional.of(lastEventId), false));
    }

    @Test
    void a_client_sees_that_it_is_attached_and_then_every_event_in_order() {
        TestSubscriber.Probe<ByteString> client = connect(hub(LONG));
        assertThat(next(client)).startsWith("event: event_stream_attached\r\n").contains("1.2.3.4");

        events.publish(terminated(1));
        assertThat(next(client)).startsWith("event: app_terminated_event\r\n").contains("/app-1");
        events.publish(terminated(2));
        assertThat(next(client)).contains("/app-2").doesNotContain("id:");
    }

    @Test
    void a_client_may_choose_types() {
        TestSubscriber.Probe<ByteString> client =
                connect(hub(LONG), "app_terminated_event", "remove_health_check_event");
        attached(1);
        events.publish(terminated(1));
        events.publish(new SchedulerEvent.SchedulerDisconnected(Instant.EPOCH));
        events.publish(new RemoveHealthCheck(PathId.of("/a"), Instant.EPOCH));

        assertThat(types(client, 2)).containsExactly("app_terminated_event", "remove_health_check_event");
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
        attached(2);

        for (int i = 0; i < 10 * BUFFER; i++) {
            events.publish(terminated(i));
            assertThat(next(fast)).contains("/app-" + i);
        }

        slow.expectComplete();
        events.publish(terminated(1000));
        assertThat(next(fast)).contains("/app-1000");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(published)
                        .filteredOn(event -> event.type().equals("event_stream_detached"))
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
                .untilAsserted(() ->
                        assertThat(published.get(published.size() - 1).type()).isEqualTo("event_stream_detached"));
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
    void who_asks_for_it_gets_the_number_of_each_event() {
        TestSubscriber.Probe<ByteString> client =
                connect(hub(LONG), new EventRequest("1.2.3.4", Set.of(), true, Optional.empty(), false));
        assertThat(next(client)).startsWith("id: 1\r\nevent: event_stream_attached\r\ndata: {");
        events.publish(terminated(1));

        assertThat(next(client))
                .startsWith("id: 2\r\nevent: app_terminated_event\r\ndata: {")
                .endsWith("}\r\n\r\n");
    }

    @Test
    void a_client_that_comes_back_gets_what_it_has_missed_and_then_what_follows() {
        for (int i = 1; i <= 5; i++) {
            events.publish(terminated(i));
        }
        TestSubscriber.Probe<ByteString> client = resume(hub(LONG), "2");

        assertThat(ids(client, 4)).containsExactly("3", "4", "5", "6");
        events.publish(terminated(7));
        assertThat(ids(client, 1)).containsExactly("7");
    }

    @Test
    void a_client_that_has_seen_the_latest_event_gets_what_follows() {
        events.publish(terminated(1));

        assertThat(types(resume(hub(LONG), "1"), 1)).containsExactly("event_stream_attached");
    }

    @Test
    void a_client_is_told_that_its_last_event_is_unknown() {
        events.publish(terminated(1));
        for (String unknown : List.of("2", "x", "-1", "99999999999999999999")) {
            TestSubscriber.Probe<ByteString> client = resume(hub(LONG), unknown);

            assertThat(next(client))
                    .startsWith("event: event_gap\r\ndata: {\"lastEventId\":\"" + unknown + "\",\"nextEventId\":");
            client.cancel();
        }
    }

    @Test
    void a_leader_that_can_store_nothing_any_more_does_not_say_that_an_event_is_unknown() {
        ActorTestKit kit = ActorTestKit.create("deposed", StuckJournal.CONFIG);
        try {
            EventLog stuck = new EventLog(EventJson::told);
            TestProbe<EventKeeperActor.Opened> opened = kit.createTestProbe();
            kit.spawn(EventKeeperActor.create(stuck, KEPT, opened.getRef()));
            opened.receiveMessage(PATIENCE);
            scheduler = scheduler(stuck);
            leadership.opened(scheduler, new Leader(URI.create("http://me:1")));

            TestSubscriber.Probe<ByteString> client = resume(hub(LONG), "17");
            client.request(1);
            await().atMost(PATIENCE)
                    .until(() -> metrics.get("marathon.http.event-streams.active.gauge")
                                    .gauge()
                                    .value()
                            == 1);
            leadership.closed();
            client.expectComplete();
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void a_client_that_was_away_for_too_long_is_told_so_and_gets_what_is_left() {
        for (int i = 1; i <= KEPT + 10; i++) {
            events.publish(terminated(i));
        }
        TestSubscriber.Probe<ByteString> client = resume(hub(LONG), "9");

        String first = next(client);
        assertThat(first).startsWith("event: event_gap\r\ndata: {\"lastEventId\":\"9\",\"nextEventId\":11,");
        assertThat(first.lines().filter(line -> line.startsWith("id: ")))
                .hasSize(KEPT)
                .startsWith("id: 11");
    }

    @Test
    void the_present_state_comes_first_then_its_end_then_what_follows() {
        PathId app = PathId.of("/a");
        show(app, 5);
        events.publish(terminated(1));
        TestSubscriber.Probe<ByteString> client =
                connect(hub(LONG), new EventRequest("1.2.3.4", Set.of(), true, Optional.empty(), true));

        String first = next(client);
        assertThat(first.lines().filter(line -> line.startsWith("event:") || line.startsWith("id:")))
                .containsExactly(
                        "event: instance_changed_event",
                        "event: status_update_event",
                        "id: 1",
                        "event: snapshot_complete");
        assertThat(first).contains("\"taskStatus\":\"TASK_RUNNING\"").contains("\"lastEventId\":1");
        assertThat(types(client, 1)).containsExactly("event_stream_attached");
    }

    @Test
    void what_the_present_state_shows_is_not_told_again() {
        PathId app = PathId.of("/a");
        show(app, 5);
        Subscriber client = new Subscriber(
                new EventRequest("1.2.3.4", Set.of(), false, Optional.empty(), true), new EventChannel(BUFFER));
        client.hold();
        client.offer(List.of(about(app, 5, 1), about(app, 6, 2), about(PathId.of("/b"), 1, 3)));

        client.release(PresentEvents.of(scheduler.view()).revisions());

        assertThat(client.channel().take().utf8String()).doesNotContain("/1\"").contains("/2\"", "/3\"");
    }

    private static Numbered about(PathId app, long revision, int n) {
        return new Numbered(
                n,
                EventJson.told(new AppTerminated(PathId.of("/" + n), Instant.EPOCH)),
                new Numbered.Cause(PresentState.source(app), revision));
    }

    private void show(PathId app, long revision) {
        Instance instance = Instances.running(app.value(), 1, "host");
        scheduler
                .view()
                .status(new AppStatus(
                        app,
                        revision,
                        HashTreePMap.singleton(instance.id(), instance),
                        AppStatus.Counts.NONE,
                        HashTreePMap.empty(),
                        HashTreePSet.empty(),
                        null));
    }
}
