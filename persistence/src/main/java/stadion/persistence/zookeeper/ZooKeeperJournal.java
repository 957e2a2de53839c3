package stadion.persistence.zookeeper;

import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import stadion.persistence.OpenStores;
import stadion.persistence.lease.Fence;
import stadion.persistence.zookeeper.StoredEvents.StoredEvent;

/** Akka's journal in ZooKeeper: below the node of an entity one record for each write. Named in zookeeper.conf. */
public final class ZooKeeperJournal extends AsyncWriteJournal {

    private final Serialization serialization =
            SerializationExtension.get(context().system());
    private final Znodes znodes;
    private final FencedTransactions transactions;
    private final JournalWriter writer;
    private final JournalReader reader;

    public ZooKeeperJournal() {
        ZooKeeperStore store =
                OpenStores.find(context().system().settings().config().getConfig("stadion"), ZooKeeperStore.class);
        znodes = store.data();
        transactions = new FencedTransactions(znodes, Fence.of(context().system()), store.base());
        writer = new JournalWriter(znodes, transactions, root(store.base()));
        reader = new JournalReader(znodes, context().dispatcher());
    }

    static String root(String base) {
        return base + "/journal";
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<Optional<Exception>> outcomes = new ArrayList<>();
        List<StoredEvent> events = new ArrayList<>();
        String id = null;
        for (AtomicWrite write : messages) {
            id = write.persistenceId();
            outcomes.add(serialize(write, events));
        }
        return FutureConverters.asScala(store(id, events).thenApply(done -> outcomes));
    }

    /** An event that can't be serialized rejects those that are to be stored together with it, and no others. */
    private Optional<Exception> serialize(AtomicWrite write, List<StoredEvent> events) {
        List<StoredEvent> together = new ArrayList<>();
        long now = System.currentTimeMillis();
        try {
            for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                together.add(StoredEvent.of(event.timestamp() == 0 ? event.withTimestamp(now) : event, serialization));
            }
        } catch (Exception e) { // Scala throws checked ones without saying so
            return Optional.of(e);
        }
        events.addAll(together);
        return Optional.empty();
    }

    private CompletionStage<Void> store(String id, List<StoredEvent> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i).number() <= events.get(i - 1).number()) {
                return CompletableFuture.failedFuture(
                        new IllegalStateException("The numbers of the events of " + id + " don't grow."));
            }
        }
        return writer.write(
                id, events.get(0).number(), events.get(events.size() - 1).number(), StoredEvents.bytes(events));
    }

    private CompletionStage<Entity> read(String id) {
        return transactions.upToDate().thenCompose(done -> writer.read(id));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String id, long from, long to, long max, Consumer<PersistentRepr> callback) {
        return FutureConverters.asScala(read(id).thenCompose(entity -> {
            long first = Math.max(from, entity.deletedTo() + 1);
            return first > to || max == 0
                    ? CompletableFuture.<Void>completedFuture(null)
                    : reader.read(writer.path(id), first, to, replay(id, first, to, max, callback));
        }));
    }

    private Predicate<byte[]> replay(String id, long from, long to, long max, Consumer<PersistentRepr> callback) {
        return new Predicate<>() {
            private long left = max;

            @Override
            public boolean test(byte[] record) {
                for (StoredEvent event : StoredEvents.read(record)) {
                    if (left > 0 && event.number() >= from && event.number() <= to) {
                        callback.accept(event.read(id, serialization));
                        left--;
                    }
                }
                return left > 0;
            }
        };
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
        return FutureConverters.asScala(read(id).thenApply(Entity::highest));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String id, long to) {
        return FutureConverters.asScala(read(id).thenCompose(entity -> entity.exists()
                ? writer.delete(id, to).thenCompose(marked -> writer.read(id)).thenCompose(this.remove(id))
                : CompletableFuture.<Void>completedFuture(null)));
    }

    /** Removes the records of which all events are deleted. */
    private java.util.function.Function<Entity, CompletionStage<Void>> remove(String id) {
        String path = writer.path(id);
        return entity -> znodes.children(path)
                .thenCompose(names -> transactions.delete(path, removable(names.orElse(List.of()), entity)));
    }

    private static List<String> removable(List<String> names, Entity entity) {
        long[] records = names.stream()
                .filter(name -> !Parts.isPart(name))
                .mapToLong(Long::parseLong)
                .sorted()
                .toArray();
        return names.stream()
                .filter(name -> lastOf(Long.parseLong(Parts.recordOf(name)), records, entity) <= entity.deletedTo())
                .toList();
    }

    /** The highest number that an event in the record of that number can have. */
    private static long lastOf(long number, long[] records, Entity entity) {
        for (long record : records) {
            if (record > number) {
                return record - 1;
            }
        }
        return Math.max(number, entity.highest());
    }
}
