package stadion.persistence.contract;

import akka.actor.ActorRef;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.AtomicWrite;
import akka.persistence.DeleteMessagesFailure;
import akka.persistence.DeleteMessagesSuccess;
import akka.persistence.JournalProtocol.DeleteMessagesTo;
import akka.persistence.JournalProtocol.RecoverySuccess;
import akka.persistence.JournalProtocol.ReplayMessages;
import akka.persistence.JournalProtocol.ReplayMessagesFailure;
import akka.persistence.JournalProtocol.ReplayedMessage;
import akka.persistence.JournalProtocol.WriteMessageFailure;
import akka.persistence.JournalProtocol.WriteMessageRejected;
import akka.persistence.JournalProtocol.WriteMessageSuccess;
import akka.persistence.JournalProtocol.WriteMessages;
import akka.persistence.Persistence;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import scala.jdk.javaapi.CollectionConverters;

/** Talks to the journal of an actor system as a persistent actor does. */
final class Journal {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ActorTestKit kit;
    private final ActorRef journal;

    Journal(ActorTestKit kit) {
        this.kit = kit;
        this.journal = Persistence.get(Adapter.toClassic(kit.system())).journalFor("", ConfigFactory.empty());
    }

    /** What was read: the events in the order in which they came, and the highest sequence number of all that were ever there. */
    record Replay(List<PersistentRepr> events, long highest) {
        List<Long> numbers() {
            return events.stream().map(PersistentRepr::sequenceNr).toList();
        }

        List<Object> payloads() {
            return events.stream().map(PersistentRepr::payload).toList();
        }
    }

    /** What became of each event of one write. */
    enum Outcome {
        STORED,
        REJECTED,
        FAILED
    }

    static PersistentRepr event(String id, String writer, long number, Object payload) {
        return PersistentRepr.apply(payload, number, id, "", false, ActorRef.noSender(), writer);
    }

    static AtomicWrite together(PersistentRepr... events) {
        return new AtomicWrite(CollectionConverters.asScala(List.of(events)).toList());
    }

    /** Stores events numbered {@code from} to {@code to}, each by itself, whose payloads are {@code Thing("thing-<number>")}. */
    void store(String id, long from, long to) {
        List<AtomicWrite> writes = LongStream.rangeClosed(from, to)
                .mapToObj(n -> together(event(id, "writer", n, new Thing("thing-" + n))))
                .toList();
        List<Outcome> outcomes = write(writes);
        if (outcomes.stream().anyMatch(o -> o != Outcome.STORED)) {
            throw new AssertionError("not stored: " + outcomes);
        }
    }

    List<Outcome> write(List<AtomicWrite> writes) {
        return answers(send(writes), writes);
    }

    /** Writes without waiting; {@link #answers} waits. */
    TestProbe<Object> send(List<AtomicWrite> writes) {
        TestProbe<Object> probe = kit.createTestProbe();
        List<PersistentEnvelope> envelopes = List.copyOf(writes);
        ActorRef self = Adapter.toClassic(probe.getRef());
        journal.tell(new WriteMessages(CollectionConverters.asScala(envelopes).toList(), self, 1), self);
        return probe;
    }

    List<Outcome> answers(TestProbe<Object> probe, List<AtomicWrite> writes) {
        probe.receiveMessage(PATIENCE); // that the write as a whole was successful, or failed
        int events = writes.stream().mapToInt(AtomicWrite::size).sum();
        return IntStream.range(0, events)
                .mapToObj(i -> outcome(probe.receiveMessage(PATIENCE)))
                .toList();
    }

    private static Outcome outcome(Object answer) {
        if (answer instanceof WriteMessageSuccess) {
            return Outcome.STORED;
        }
        if (answer instanceof WriteMessageRejected) {
            return Outcome.REJECTED;
        }
        if (answer instanceof WriteMessageFailure) {
            return Outcome.FAILED;
        }
        throw new AssertionError("not an answer to a write: " + answer);
    }

    Replay replay(String id) {
        return replay(id, 1, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    Replay replay(String id, long from, long to, long max) {
        TestProbe<Object> probe = kit.createTestProbe();
        ActorRef self = Adapter.toClassic(probe.getRef());
        journal.tell(new ReplayMessages(from, to, max, id, self), self);
        List<PersistentRepr> events = new ArrayList<>();
        while (true) {
            Object answer = probe.receiveMessage(PATIENCE);
            if (answer instanceof ReplayedMessage replayed) {
                events.add(replayed.persistent());
            } else if (answer instanceof RecoverySuccess end) {
                return new Replay(events, end.highestSequenceNr());
            } else if (answer instanceof ReplayMessagesFailure failure) {
                throw new AssertionError("replay failed", failure.cause());
            } else {
                throw new AssertionError("not an answer to a replay: " + answer);
            }
        }
    }

    void delete(String id, long to) {
        Object answer = tryToDelete(id, to);
        if (!(answer instanceof DeleteMessagesSuccess done) || done.toSequenceNr() != to) {
            throw new AssertionError("not deleted: " + answer);
        }
    }

    void cannotDelete(String id, long to) {
        Object answer = tryToDelete(id, to);
        if (!(answer instanceof DeleteMessagesFailure failed) || failed.toSequenceNr() != to) {
            throw new AssertionError("not refused: " + answer);
        }
    }

    private Object tryToDelete(String id, long to) {
        TestProbe<Object> probe = kit.createTestProbe();
        ActorRef self = Adapter.toClassic(probe.getRef());
        journal.tell(new DeleteMessagesTo(id, to, self), self);
        return probe.receiveMessage(PATIENCE);
    }
}
