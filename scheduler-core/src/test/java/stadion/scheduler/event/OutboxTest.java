package stadion.scheduler.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.scheduler.event.EventWindow.Batch;
import stadion.scheduler.event.SchedulerEvent.AppTerminated;
import stadion.scheduler.model.PathId;

/** Each piece of news is told once, whatever the process had stored when it died. */
class OutboxTest {

    private final List<String> told = new ArrayList<>();
    private EventWindow store = EventWindow.EMPTY;
    private EventLog log;
    private Outbox outbox;

    /** A process begins, with what is stored. */
    @BeforeEach
    void begin() {
        log = new EventLog(event ->
                new Told(event.eventType(), ((AppTerminated) event).appId().value()));
        log.open(store, () -> {});
        log.subscribe(events -> events.forEach(event -> told.add(event.json())));
        outbox = new Outbox(log, "me");
    }

    /** All that waits is written. */
    private void store() {
        log.take();
        Batch batch = log.batch();
        store = store.plus(batch, 100);
        log.stored(store);
    }

    private void add(long number) {
        outbox.add(number, () -> List.of(new AppTerminated(PathId.of("/" + number), Instant.EPOCH)));
    }

    private void happens(long number) {
        add(number);
        outbox.tell(number, null);
    }

    @Test
    void newsThatWereStoredAreNotToldAgain() {
        happens(1);
        happens(2);
        store();
        begin();
        add(1);
        add(2);
        add(3);
        outbox.tellAll(null);
        store();
        assertThat(told).containsExactly("/1", "/2", "/3");
    }

    @Test
    void newsThatWereNotStoredAreToldAgain() {
        happens(1);
        store();
        happens(2);
        begin();
        add(1);
        add(2);
        outbox.tellAll(null);
        store();
        assertThat(told).containsExactly("/1", "/2");
    }

    @Test
    void newsThatWaitToBeStoredAreNotToldAgainByAnActorThatBeginsAnew() {
        happens(1);
        log.take();
        happens(2);
        outbox = new Outbox(log, "me");
        add(1);
        add(2);
        add(3);
        outbox.tellAll(null);
        store = store.plus(log.batch(), 100);
        log.stored(store);
        store();
        assertThat(told).containsExactly("/1", "/2", "/3");
    }

    @Test
    void newsThatAreToldLaterThanOthersAreToldOnceToo() {
        add(4);
        add(5);
        add(6);
        outbox.tell(4, null);
        outbox.tell(6, null);
        store();
        begin();
        add(4);
        add(5);
        add(6);
        outbox.tellAll(null);
        store();
        assertThat(told).containsExactly("/4", "/6", "/5");
        begin();
        assertThat(log.progress("me")).isEqualTo(new Progress(6, List.of()));
    }

    @Test
    void aSnapshotKeepsWhatIsNotStored() {
        happens(1);
        store();
        happens(2);
        log.take();
        happens(3);
        add(4);
        List<Outbox.Unstored> kept = outbox.unstored();
        assertThat(kept).extracting(Outbox.Unstored::number).containsExactly(2L, 3L, 4L);
        begin();
        outbox.restore(kept);
        outbox.tellAll(null);
        store();
        assertThat(told).containsExactly("/1", "/2", "/3", "/4");
        assertThat(outbox.unstored()).isEmpty();
    }

    @Test
    void aSnapshotDoesNotBringBackWhatWasStoredAfterIt() {
        happens(1);
        List<Outbox.Unstored> kept = outbox.unstored();
        store();
        begin();
        outbox.restore(kept);
        outbox.tellAll(null);
        store();
        assertThat(told).containsExactly("/1");
    }
}
