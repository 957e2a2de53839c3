package stadion.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.persistence.DeleteSnapshotSuccess;
import akka.persistence.DeleteSnapshotsSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol.DeleteSnapshot;
import akka.persistence.SnapshotProtocol.DeleteSnapshots;
import akka.persistence.SnapshotSelectionCriteria;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.OptionConverters;

/** What is asked of every snapshot store. Before each test an entity has snapshots at 10, 20 and 30, taken one after the other. */
public abstract class SnapshotStoreContract extends OnStore {

    private static final long ANY = Long.MAX_VALUE;

    private Snapshots store;
    private String id;
    private final List<Long> times = new ArrayList<>();

    protected SnapshotStoreContract(StoreUnderTest opened) {
        super(opened);
    }

    @BeforeAll
    void connect() {
        store = new Snapshots(kit);
    }

    @BeforeEach
    void threeSnapshots() {
        id = "app|/" + UUID.randomUUID();
        times.clear();
        for (long number : List.of(10L, 20L, 30L)) {
            times.add(store.save(id, number, new Thing("at " + number)));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> System.currentTimeMillis() > times.get(times.size() - 1));
        }
    }

    @Test
    void anEntityThatSavedNothingHasNoSnapshot() {
        assertThat(store.load("app|/" + UUID.randomUUID(), ANY, ANY)).isEmpty();
    }

    @Test
    void theLatestIsLoaded() {
        assertThat(store.load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void theLatestThatIsNotAfterANumberIsLoaded() {
        assertThat(store.load(id, 29, ANY)).contains(new Thing("at 20"));
        assertThat(store.load(id, 20, ANY)).contains(new Thing("at 20"));
        assertThat(store.load(id, 9, ANY)).isEmpty();
    }

    @Test
    void theLatestThatIsNotAfterATimeIsLoaded() {
        assertThat(store.load(id, ANY, times.get(2) - 1)).contains(new Thing("at 20"));
        assertThat(store.load(id, ANY, times.get(1))).contains(new Thing("at 20"));
        assertThat(store.load(id, ANY, times.get(0) - 1)).isEmpty();
    }

    @Test
    void bothBoundsHold() {
        assertThat(store.load(id, 15, times.get(2))).contains(new Thing("at 10"));
        assertThat(store.load(id, 30, times.get(0))).contains(new Thing("at 10"));
    }

    @Test
    void theSameNumberAgainReplacesTheSnapshot() {
        store.save(id, 30, new Thing("again"));
        assertThat(store.load(id, ANY, ANY)).contains(new Thing("again"));
    }

    @Test
    void oneSnapshotIsDeleted() {
        store.ask(new DeleteSnapshot(new SnapshotMetadata(id, 30, 0)), DeleteSnapshotSuccess.class);
        assertThat(store.load(id, ANY, ANY)).contains(new Thing("at 20"));
    }

    @Test
    void snapshotsUpToANumberAreDeleted() {
        store.ask(new DeleteSnapshots(id, new SnapshotSelectionCriteria(20, ANY, 0, 0)), DeleteSnapshotsSuccess.class);
        assertThat(store.load(id, 29, ANY)).isEmpty();
        assertThat(store.load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void snapshotsUpToATimeAreDeleted() {
        store.ask(
                new DeleteSnapshots(id, new SnapshotSelectionCriteria(ANY, times.get(1), 0, 0)),
                DeleteSnapshotsSuccess.class);
        assertThat(store.load(id, 29, ANY)).isEmpty();
        assertThat(store.load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void snapshotsUpToANumberAreNotDeletedIfTheyAreLaterThanATime() {
        store.ask(
                new DeleteSnapshots(id, new SnapshotSelectionCriteria(30, times.get(0), 0, 0)),
                DeleteSnapshotsSuccess.class);
        assertThat(store.load(id, 19, ANY)).isEmpty();
        assertThat(store.load(id, 29, ANY)).contains(new Thing("at 20"));
        assertThat(store.load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void aSnapshotKeepsItsMetadata() {
        store.save(new SnapshotMetadata(id, 40, 0).withMetadata(new Thing("metadata")), new Thing("at 40"));
        SnapshotMetadata read = store.load(id, SnapshotSelectionCriteria.latest(), ANY)
                .orElseThrow()
                .metadata();
        assertThat(read.sequenceNr()).isEqualTo(40);
        assertThat(OptionConverters.toJava(read.metadata())).contains(new Thing("metadata"));
    }

    @Test
    void aRecoveryThatEndsEarlierLoadsAnEarlierSnapshot() {
        assertThat(store.load(id, SnapshotSelectionCriteria.latest(), 29)
                        .orElseThrow()
                        .snapshot())
                .isEqualTo(new Thing("at 20"));
    }

    @Test
    void allSnapshotsOfOneEntityAreDeletedAndNoOthers() {
        String first = id;
        threeSnapshots();
        store.ask(new DeleteSnapshots(id, new SnapshotSelectionCriteria(ANY, ANY, 0, 0)), DeleteSnapshotsSuccess.class);
        assertThat(store.load(id, ANY, ANY)).isEmpty();
        assertThat(store.load(first, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void largeSnapshotsAreStored() {
        Thing large = new Thing(UUID.randomUUID().toString().repeat(5_000_000 / 36));
        store.save(id, 40, large);
        assertThat(store.load(id, ANY, ANY)).contains(large);
    }

    @Test
    void aSnapshotThatCannotBeSerializedIsRefusedAndTheLatestStays() {
        store.cannotSave(id, 40, new Object());
        assertThat(store.load(id, ANY, ANY)).contains(new Thing("at 30"));
    }
}
