package stadion.persistence.zookeeper;

import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.snapshot.japi.SnapshotStore;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.zookeeper.Op;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import stadion.persistence.OpenStores;
import stadion.persistence.lease.Fence;

/** Akka's snapshot store in ZooKeeper: below the node of an entity one record for each snapshot, {@code <number>-<time>}. Named in zookeeper.conf. */
public final class ZooKeeperSnapshotStore extends SnapshotStore {

    private final Serialization serialization =
            SerializationExtension.get(context().system());
    private final Znodes znodes;
    private final FencedTransactions transactions;
    private final String root;

    public ZooKeeperSnapshotStore() {
        ZooKeeperStore store =
                OpenStores.find(context().system().settings().config().getConfig("stadion"), ZooKeeperStore.class);
        znodes = store.data();
        transactions = new FencedTransactions(znodes, Fence.of(context().system()), store.base());
        root = root(store.base());
    }

    static String root(String base) {
        return base + "/snapshots";
    }

    /** What the name of a record says. */
    private record Version(long number, long time) {
        static Version of(String name) {
            int dash = name.indexOf('-');
            return new Version(Long.parseLong(name.substring(0, dash)), Long.parseLong(name.substring(dash + 1)));
        }

        String name() {
            return number + "-" + time;
        }

        boolean matches(SnapshotSelectionCriteria criteria) {
            return number >= criteria.minSequenceNr()
                    && number <= criteria.maxSequenceNr()
                    && time >= criteria.minTimestamp()
                    && time <= criteria.maxTimestamp();
        }
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String id, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(transactions
                .upToDate()
                .thenCompose(done -> znodes.children(path(id)))
                .thenCompose(names -> versions(names).stream()
                        .filter(version -> version.matches(criteria))
                        .max(Comparator.comparingLong(Version::number).thenComparingLong(Version::time))
                        .map(version -> load(id, version))
                        .orElse(CompletableFuture.completedFuture(Optional.empty()))));
    }

    private CompletionStage<Optional<SelectedSnapshot>> load(String id, Version version) {
        String path = path(id) + "/" + version.name();
        return znodes.read(path)
                .thenCompose(
                        found -> Parts.join(znodes, path, found.orElseThrow().data()))
                .thenApplyAsync(
                        record -> Optional.of(read(id, version, record)),
                        context().dispatcher());
    }

    private SelectedSnapshot read(String id, Version version, byte[] record) {
        StoredSnapshot stored = StoredSnapshot.read(record);
        SnapshotMetadata metadata = new SnapshotMetadata(id, version.number, version.time);
        return SelectedSnapshot.create(
                stored.metadata()
                        .map(of -> metadata.withMetadata(of.read(serialization)))
                        .orElse(metadata),
                stored.snapshot().read(serialization));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        byte[] record = StoredSnapshot.of(metadata, snapshot, serialization).bytes();
        String path = path(metadata.persistenceId());
        Version version = new Version(metadata.sequenceNr(), metadata.timestamp());
        Parts.Split split = Parts.split(version.name(), record);
        return FutureConverters.asScala(znodes.children(path)
                .thenCompose(names -> names.isPresent() || split.parts().isEmpty()
                        ? CompletableFuture.completedFuture(names)
                        : transactions
                                .run(List.of(znodes.create(path, new byte[0])))
                                .thenApply(done -> Optional.of(List.<String>of())))
                .thenCompose(names -> transactions
                        .write(path, split.parts())
                        .thenCompose(done -> transactions.run(saving(path, names, version, split.head()))))
                .thenCompose(saved -> remove(
                        metadata.persistenceId(),
                        older -> older.number == version.number && older.time != version.time)));
    }

    private List<Op> saving(String path, Optional<List<String>> names, Version version, byte[] head) {
        List<Op> operations = new ArrayList<>();
        if (names.isEmpty()) {
            operations.add(znodes.create(path, new byte[0]));
        }
        if (names.orElse(List.of()).contains(version.name())) {
            operations.add(Op.setData(path + "/" + version.name(), head, -1));
        } else {
            operations.add(znodes.create(path + "/" + version.name(), head));
        }
        return operations;
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return FutureConverters.asScala(remove(
                metadata.persistenceId(),
                version -> version.number == metadata.sequenceNr()
                        && (metadata.timestamp() == 0 || version.time == metadata.timestamp())));
    }

    @Override
    public Future<Void> doDeleteAsync(String id, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(remove(id, version -> version.matches(criteria)));
    }

    /** The records first, so that none is there without its parts. */
    private CompletionStage<Void> remove(String id, Predicate<Version> which) {
        String path = path(id);
        return znodes.children(path).thenCompose(names -> {
            List<String> removed = names.orElse(List.of()).stream()
                    .filter(name -> which.test(Version.of(Parts.recordOf(name))))
                    .sorted(Comparator.comparing(Parts::isPart))
                    .toList();
            return transactions.delete(path, removed);
        });
    }

    private static List<Version> versions(Optional<List<String>> names) {
        return names.orElse(List.of()).stream()
                .filter(name -> !Parts.isPart(name))
                .map(Version::of)
                .toList();
    }

    private String path(String id) {
        return root + "/" + NodeName.of(id);
    }
}
