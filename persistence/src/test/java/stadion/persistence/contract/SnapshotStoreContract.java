package stadion.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorRef;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.DeleteSnapshotSuccess;
import akka.persistence.DeleteSnapshotsSuccess;
import akka.persistence.Persistence;
import akka.persistence.SaveSnapshotFailure;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol.DeleteSnapshot;
import akka.persistence.SnapshotProtocol.DeleteSnapshots;
import akka.persistence.SnapshotProtocol.LoadSnapshot;
import akka.persistence.SnapshotProtocol.LoadSnapshotResult;
import akka.persistence.SnapshotProtocol.SaveSnapshot;
import akka.persistence.SnapshotSelectionCriteria;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scala.jdk.javaapi.OptionConverters;

/** What is asked of every snapshot store. Before each test an entity has snapshots at 10, 20 and 30, taken one after the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SnapshotStoreContract {

    private static final long ANY = Long.MAX_VALUE;

    private ActorTestKit kit;
    private ActorRef store;
    private String id;
    private final List<Long> times = new ArrayList<>();

    /** Opens a store that is empty or holds nothing of these tests, and gives the settings of a system on it. */
    protected abstract Config open();

    protected abstract void close();

    @BeforeAll
    void start() {
        kit = ActorTestKit.create(open());
        store = Persistence.get(Adapter.toClassic(kit.system())).snapshotStoreFor("", ConfigFactory.empty());
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
        close();
    }

    @BeforeEach
    void threeSnapshots() {
        id = "app|/" + UUID.randomUUID();
        times.clear();
        for (long number : List.of(10L, 20L, 30L)) {
            times.add(save(number, new Thing("at " + number)));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> System.currentTimeMillis() > times.get(times.size() - 1));
        }
    }

    @Test
    void anEntityThatSavedNothingHasNoSnapshot() {
        assertThat(load("app|/" + UUID.randomUUID(), ANY, ANY)).isEmpty();
    }

    @Test
    void theLatestIsLoaded() {
        assertThat(load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void theLatestThatIsNotAfterANumberIsLoaded() {
        assertThat(load(id, 29, ANY)).contains(new Thing("at 20"));
        assertThat(load(id, 20, ANY)).contains(new Thing("at 20"));
        assertThat(load(id, 9, ANY)).isEmpty();
    }

    @Test
    void theLatestThatIsNotAfterATimeIsLoaded() {
        assertThat(load(id, ANY, times.get(2) - 1)).contains(new Thing("at 20"));
        assertThat(load(id, ANY, times.get(1))).contains(new Thing("at 20"));
        assertThat(load(id, ANY, times.get(0) - 1)).isEmpty();
    }

    @Test
    void bothBoundsHold() {
        assertThat(load(id, 15, times.get(2))).contains(new Thing("at 10"));
        assertThat(load(id, 30, times.get(0))).contains(new Thing("at 10"));
    }

    @Test
    void theSameNumberAgainReplacesTheSnapshot() {
        save(30, new Thing("again"));
        assertThat(load(id, ANY, ANY)).contains(new Thing("again"));
    }

    @Test
    void oneSnapshotIsDeleted() {
        ask(new DeleteSnapshot(new SnapshotMetadata(id, 30, 0)), DeleteSnapshotSuccess.class);
        assertThat(load(id, ANY, ANY)).contains(new Thing("at 20"));
    }

    @Test
    void snapshotsUpToANumberAreDeleted() {
        ask(new DeleteSnapshots(id, new SnapshotSelectionCriteria(20, ANY, 0, 0)), DeleteSnapshotsSuccess.class);
        assertThat(load(id, 29, ANY)).isEmpty();
        assertThat(load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void snapshotsUpToATimeAreDeleted() {
        ask(
                new DeleteSnapshots(id, new SnapshotSelectionCriteria(ANY, times.get(1), 0, 0)),
                DeleteSnapshotsSuccess.class);
        assertThat(load(id, 29, ANY)).isEmpty();
        assertThat(load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void allSnapshotsOfOneEntityAreDeletedAndNoOthers() {
        String first = id;
        threeSnapshots();
        ask(new DeleteSnapshots(id, new SnapshotSelectionCriteria(ANY, ANY, 0, 0)), DeleteSnapshotsSuccess.class);
        assertThat(load(id, ANY, ANY)).isEmpty();
        assertThat(load(first, ANY, ANY)).contains(new Thing("at 30"));
    }

    @Test
    void largeSnapshotsAreStored() {
        Thing large = new Thing(UUID.randomUUID().toString().repeat(5_000_000 / 36));
        save(40, large);
        assertThat(load(id, ANY, ANY)).contains(large);
    }

    @Test
    void aSnapshotThatCannotBeSerializedIsRefusedAndTheLatestStays() {
        ask(new SaveSnapshot(new SnapshotMetadata(id, 40, 0), new Object()), SaveSnapshotFailure.class);
        assertThat(load(id, ANY, ANY)).contains(new Thing("at 30"));
    }

    /** Returns the time that the store gave the snapshot. */
    private long save(long number, Thing snapshot) {
        SaveSnapshot request = new SaveSnapshot(new SnapshotMetadata(id, number, 0), snapshot);
        return ask(request, SaveSnapshotSuccess.class).metadata().timestamp();
    }

    private Optional<Object> load(String of, long maxNumber, long maxTime) {
        LoadSnapshotResult loaded = ask(
                new LoadSnapshot(of, new SnapshotSelectionCriteria(maxNumber, maxTime, 0, 0), ANY),
                LoadSnapshotResult.class);
        return OptionConverters.toJava(loaded.snapshot()).map(selected -> selected.snapshot());
    }

    private <T> T ask(Object request, Class<T> answer) {
        TestProbe<Object> probe = kit.createTestProbe();
        store.tell(request, Adapter.toClassic(probe.getRef()));
        return probe.expectMessageClass(answer, Duration.ofMinutes(1));
    }
}
