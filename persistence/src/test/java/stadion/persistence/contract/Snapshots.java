package stadion.persistence.contract;

import akka.actor.ActorRef;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.Persistence;
import akka.persistence.SaveSnapshotFailure;
import akka.persistence.SaveSnapshotSuccess;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import akka.persistence.SnapshotProtocol.LoadSnapshot;
import akka.persistence.SnapshotProtocol.LoadSnapshotResult;
import akka.persistence.SnapshotProtocol.SaveSnapshot;
import akka.persistence.SnapshotSelectionCriteria;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Optional;
import scala.jdk.javaapi.OptionConverters;

/** Talks to the snapshot store of an actor system as a persistent actor does. */
final class Snapshots {

    static final long ANY = Long.MAX_VALUE;

    private final ActorTestKit kit;
    private final ActorRef store;

    Snapshots(ActorTestKit kit) {
        this.kit = kit;
        this.store = Persistence.get(Adapter.toClassic(kit.system())).snapshotStoreFor("", ConfigFactory.empty());
    }

    /** Returns the time that the store gave the snapshot. */
    long save(String id, long number, Object snapshot) {
        return save(new SnapshotMetadata(id, number, 0), snapshot);
    }

    long save(SnapshotMetadata metadata, Object snapshot) {
        return ask(new SaveSnapshot(metadata, snapshot), SaveSnapshotSuccess.class)
                .metadata()
                .timestamp();
    }

    void cannotSave(String id, long number, Object snapshot) {
        ask(new SaveSnapshot(new SnapshotMetadata(id, number, 0), snapshot), SaveSnapshotFailure.class);
    }

    Optional<Object> load(String id) {
        return load(id, ANY, ANY);
    }

    Optional<Object> load(String id, long maxNumber, long maxTime) {
        return load(id, new SnapshotSelectionCriteria(maxNumber, maxTime, 0, 0), ANY)
                .map(SelectedSnapshot::snapshot);
    }

    Optional<SelectedSnapshot> load(String id, SnapshotSelectionCriteria which, long maxNumber) {
        return OptionConverters.toJava(ask(new LoadSnapshot(id, which, maxNumber), LoadSnapshotResult.class)
                .snapshot());
    }

    <T> T ask(Object request, Class<T> answer) {
        TestProbe<Object> probe = kit.createTestProbe();
        store.tell(request, Adapter.toClassic(probe.getRef()));
        return probe.expectMessageClass(answer, Duration.ofMinutes(1));
    }
}
