package stadion.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stadion.persistence.contract.Journal.event;
import static stadion.persistence.contract.Journal.together;

import akka.actor.ActorRef;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.OptionConverters;
import stadion.persistence.contract.Journal.Outcome;
import stadion.persistence.contract.Journal.Replay;

/** What is asked of every journal. */
public abstract class JournalContract extends OnStore {

    private Journal journal;

    protected JournalContract(StoreUnderTest opened) {
        super(opened);
    }

    @BeforeAll
    void connect() {
        journal = new Journal(kit);
    }

    private String fresh() {
        return "app|/" + UUID.randomUUID();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void anEntityThatNeverWroteHasNoEventsAndTheNumberZero() {
        Replay replay = journal.replay(fresh());
        assertThat(replay.events()).isEmpty();
        assertThat(replay.highest()).isZero();
    }

    @Test
    void eventsAreReplayedInTheirOrder() {
        String id = fresh();
        journal.store(id, 1, 1500);
        Replay replay = journal.replay(id);
        assertThat(replay.numbers()).isEqualTo(numbers(1, 1500));
        assertThat(replay.payloads().get(1233)).isEqualTo(new Thing("thing-1234"));
        assertThat(replay.highest()).isEqualTo(1500);
    }

    @Test
    void anEventKeepsWhatBelongsToIt() {
        String id = fresh();
        long before = System.currentTimeMillis();
        PersistentRepr written =
                PersistentRepr.apply(new Thing("ü"), 1, id, "a manifest", false, ActorRef.noSender(), "writer-7");
        journal.write(List.of(together(written)));
        PersistentRepr read = journal.replay(id).events().get(0);
        assertThat(read.payload()).isEqualTo(new Thing("ü"));
        assertThat(read.persistenceId()).isEqualTo(id);
        assertThat(read.manifest()).isEqualTo("a manifest");
        assertThat(read.writerUuid()).isEqualTo("writer-7");
        assertThat(read.deleted()).isFalse();
        assertThat(read.timestamp()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void anEventKeepsItsMetadata() {
        String id = fresh();
        PersistentRepr written = event(id, "writer", 1, new Thing("event")).withMetadata(new Thing("metadata"));
        journal.write(List.of(together(written), together(event(id, "writer", 2, new Thing("without")))));
        List<PersistentRepr> read = journal.replay(id).events();
        assertThat(OptionConverters.toJava(read.get(0).metadata())).contains(new Thing("metadata"));
        assertThat(OptionConverters.toJava(read.get(1).metadata())).isEmpty();
    }

    @Test
    void aThousandEventsPersistedTogetherAreReplayedInTheirOrder() {
        String id = fresh();
        PersistentRepr[] events = LongStream.rangeClosed(1, 1000)
                .mapToObj(n -> event(id, "writer", n, new Thing("thing-" + n)))
                .toArray(PersistentRepr[]::new);
        assertThat(journal.write(List.of(together(events)))).hasSize(1000).containsOnly(Outcome.STORED);
        assertThat(journal.replay(id).numbers()).isEqualTo(numbers(1, 1000));
        journal.delete(id, 500);
        assertThat(journal.replay(id, 400, 600, Long.MAX_VALUE).numbers()).isEqualTo(numbers(501, 600));
        journal.store(id, 1001, 1001);
        assertThat(journal.replay(id, 999, Long.MAX_VALUE, Long.MAX_VALUE).numbers())
                .isEqualTo(numbers(999, 1001));
    }

    @Test
    void entitiesDoNotSeeEachOthersEvents() {
        String one = fresh();
        String other = one + "/b";
        journal.store(one, 1, 3);
        journal.store(other, 1, 2);
        assertThat(journal.replay(one).numbers()).isEqualTo(numbers(1, 3));
        assertThat(journal.replay(other).numbers()).isEqualTo(numbers(1, 2));
    }

    @Test
    void aReplayKeepsToItsBounds() {
        String id = fresh();
        journal.store(id, 1, 10);
        assertThat(journal.replay(id, 4, Long.MAX_VALUE, Long.MAX_VALUE).numbers())
                .isEqualTo(numbers(4, 10));
        assertThat(journal.replay(id, 1, 4, Long.MAX_VALUE).numbers()).isEqualTo(numbers(1, 4));
        assertThat(journal.replay(id, 3, 7, Long.MAX_VALUE).numbers()).isEqualTo(numbers(3, 7));
        assertThat(journal.replay(id, 5, 5, Long.MAX_VALUE).numbers()).containsExactly(5L);
        assertThat(journal.replay(id, 1, Long.MAX_VALUE, 3).numbers()).isEqualTo(numbers(1, 3));
        assertThat(journal.replay(id, 3, 7, 2).numbers()).isEqualTo(numbers(3, 4));
        assertThat(journal.replay(id, 1, Long.MAX_VALUE, 0).numbers()).isEmpty();
        assertThat(journal.replay(id, 7, 6, Long.MAX_VALUE).numbers()).isEmpty();
        assertThat(journal.replay(id, 11, Long.MAX_VALUE, Long.MAX_VALUE).numbers())
                .isEmpty();
    }

    @Test
    void deletedEventsAreNotReplayed() {
        String id = fresh();
        journal.store(id, 1, 10);
        journal.delete(id, 4);
        assertThat(journal.replay(id).numbers()).isEqualTo(numbers(5, 10));
        assertThat(journal.replay(id, 2, 6, Long.MAX_VALUE).numbers()).isEqualTo(numbers(5, 6));
    }

    @Test
    void theHighestNumberOutlivesTheDeletionOfAllEvents() {
        String id = fresh();
        journal.store(id, 1, 5);
        journal.delete(id, Long.MAX_VALUE);
        Replay empty = journal.replay(id);
        assertThat(empty.events()).isEmpty();
        assertThat(empty.highest()).isEqualTo(5);
        journal.store(id, 6, 7);
        assertThat(journal.replay(id).numbers()).isEqualTo(numbers(6, 7));
    }

    @Test
    void deletingTwiceOrNothingDoesNoHarm() {
        String id = fresh();
        journal.delete(id, 3);
        journal.store(id, 1, 5);
        journal.delete(id, 3);
        journal.delete(id, 3);
        journal.delete(id, 2);
        assertThat(journal.replay(id).numbers()).isEqualTo(numbers(4, 5));
    }

    @Test
    void deletingTouchesNoOtherEntity() {
        String one = fresh();
        String other = fresh();
        journal.store(one, 1, 3);
        journal.store(other, 1, 3);
        journal.delete(one, 3);
        assertThat(journal.replay(other).numbers()).isEqualTo(numbers(1, 3));
    }

    @Test
    void aSecondWriterOfTheSameNumberFailsAndChangesNothing() {
        String id = fresh();
        journal.store(id, 1, 3);
        List<Outcome> outcomes = journal.write(List.of(together(event(id, "deposed", 3, new Thing("too late")))));
        assertThat(outcomes).containsExactly(Outcome.FAILED);
        assertThat(journal.replay(id).payloads())
                .containsExactly(new Thing("thing-1"), new Thing("thing-2"), new Thing("thing-3"));
    }

    @Test
    void eventsPersistedTogetherAreStoredTogetherOrNotAtAll() {
        String id = fresh();
        journal.store(id, 1, 3);
        AtomicWrite overlapping = together(
                event(id, "deposed", 4, new Thing("four")),
                event(id, "deposed", 5, new Thing("five")),
                event(id, "deposed", 3, new Thing("three")));
        assertThat(journal.write(List.of(overlapping))).containsOnly(Outcome.FAILED);
        assertThat(journal.replay(id).numbers()).isEqualTo(numbers(1, 3));

        AtomicWrite fitting =
                together(event(id, "writer", 4, new Thing("four")), event(id, "writer", 5, new Thing("five")));
        assertThat(journal.write(List.of(fitting))).containsOnly(Outcome.STORED);
        assertThat(journal.replay(id).numbers()).isEqualTo(numbers(1, 5));
    }

    @Test
    void anEventThatCannotBeSerializedIsRejectedAndTheOthersAreStored() {
        String id = fresh();
        List<Outcome> outcomes = journal.write(List.of(
                together(event(id, "writer", 1, new Thing("one"))),
                together(event(id, "writer", 2, new Object())),
                together(event(id, "writer", 3, new Thing("three")))));
        assertThat(outcomes).containsExactly(Outcome.STORED, Outcome.REJECTED, Outcome.STORED);
        assertThat(journal.replay(id).numbers()).containsExactly(1L, 3L);
    }

    @Test
    void largeEventsAreStored() {
        String id = fresh();
        String large = UUID.randomUUID().toString().repeat(5_000_000 / 36);
        journal.write(List.of(together(event(id, "writer", 1, new Thing(large)))));
        assertThat(journal.replay(id).payloads()).containsExactly(new Thing(large));
    }

    @Test
    void manyEntitiesWriteAtOnceAndEachKeepsItsOrder() {
        List<String> ids = Stream.generate(this::fresh).limit(100).toList();
        Map<TestProbe<Object>, List<AtomicWrite>> sent = new HashMap<>();
        for (long n = 1; n <= 20; n++) {
            for (String id : ids) {
                List<AtomicWrite> write = List.of(together(event(id, "writer", n, new Thing(id + n))));
                sent.put(journal.send(write), write);
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        sent.forEach((probe, write) -> outcomes.addAll(journal.answers(probe, write)));
        assertThat(outcomes).hasSize(2000).containsOnly(Outcome.STORED);
        assertThat(ids)
                .allSatisfy(id -> assertThat(journal.replay(id).numbers()).isEqualTo(numbers(1, 20)));
    }
}
