package stadion.scheduler.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.model.PathId;

class EventKeeperActorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorTestKit kit = ActorTestKit.create(PersistenceTestKitPlugin.config()
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(
                    ConfigFactory.parseString(
                            "akka.actor.provider = local, akka.persistence.testkit { events.serialize = off, snapshots.serialize = off }"))
            .withFallback(ConfigFactory.load()));
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final List<Numbered> told = Collections.synchronizedList(new ArrayList<>());
    private EventLog log;
    private ActorRef<EventKeeperActor.Command> keeper;

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void start(int kept) {
        log = new EventLog(event ->
                new Told(event.eventType(), ((AppTerminated) event).appId().value()));
        log.subscribe(told::addAll);
        TestProbe<EventKeeperActor.Opened> opened = kit.createTestProbe();
        keeper = kit.spawn(EventKeeperActor.create(log, kept, opened.getRef()));
        opened.receiveMessage();
    }

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            log.publish(new AppTerminated(PathId.of("/" + i), Instant.EPOCH));
        }
    }

    private void awaitTold(int events) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told)
                        .extracting(Numbered::number)
                        .isEqualTo(LongStream.rangeClosed(1, events).boxed().toList()));
    }

    private List<Long> after(long number) {
        return log.between(window -> window.after(number)).orElseThrow().stream()
                .map(Numbered::number)
                .toList();
    }

    @Test
    void numbersGoOnAfterARestartAndTheLatestEventsAreThere() {
        start(100);
        publish(1, 3);
        awaitTold(3);
        kit.stop(keeper);
        start(100);
        publish(4, 5);
        awaitTold(5);
        assertThat(after(1)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(log.between(window -> window.after(0)).orElseThrow())
                .extracting(Numbered::json)
                .containsExactly("/1", "/2", "/3", "/4", "/5");
    }

    @Test
    void whatComesWhileABatchIsWrittenIsTheNext() {
        start(100);
        publish(1, 2000);
        awaitTold(2000);
        assertThat(journal.persistedInStorage("events")).hasSizeLessThan(100);
    }

    @Test
    void oldEventsAreDeleted() {
        start(50);
        for (int i = 1; i <= 2100; i++) {
            publish(i, i);
            awaitLast(i);
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(journal.persistedInStorage("events")).hasSizeLessThan(1100));
        kit.stop(keeper);
        start(50);
        assertThat(after(2060)).hasSize(40);
        assertThat(log.between(EventWindow::first)).isGreaterThan(2000);
    }

    private void awaitLast(int number) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> log.between(EventWindow::last) == number);
    }

    @Test
    void whoWaitsForItIsToldWhenAllBeforeIsStored() {
        start(100);
        AtomicInteger seen = new AtomicInteger();
        publish(1, 700);
        log.whenStored(() -> seen.set(told.size()));
        publish(701, 701);
        await().atMost(PATIENCE).untilAtomic(seen, org.hamcrest.Matchers.greaterThanOrEqualTo(700));
    }

    @Test
    void withoutAnyEventNothingIsWritten() {
        start(100);
        AtomicInteger runs = new AtomicInteger();
        log.whenStored(runs::incrementAndGet);
        await().atMost(PATIENCE).untilAtomic(runs, org.hamcrest.Matchers.is(1));
        assertThat(journal.persistedInStorage("events")).isEmpty();
    }

    @Test
    void whenTheStoreFailsNobodyIsTold() {
        start(100);
        journal.failNextPersisted("events");
        TestProbe<Void> probe = kit.createTestProbe();
        publish(1, 1);
        probe.expectTerminated(keeper);
        assertThat(told).isEmpty();
    }
}
