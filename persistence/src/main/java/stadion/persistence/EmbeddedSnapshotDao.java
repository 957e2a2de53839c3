package stadion.persistence;

import akka.persistence.SnapshotMetadata;
import akka.persistence.jdbc.config.SnapshotConfig;
import akka.persistence.jdbc.snapshot.dao.DefaultSnapshotDao;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import scala.Option;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import slick.jdbc.JdbcBackend.DatabaseDef;
import slick.jdbc.JdbcProfile;

/** The snapshot store's statements: writes and deletions on the one writing connection, loading on the reading ones. Named in embedded.conf. */
final class EmbeddedSnapshotDao extends DefaultSnapshotDao {

    private final DefaultSnapshotDao readers;

    EmbeddedSnapshotDao(
            DatabaseDef writer,
            JdbcProfile profile,
            SnapshotConfig config,
            Serialization serialization,
            ExecutionContext executor,
            Materializer materializer) {
        super(writer, profile, config, serialization, executor, materializer);
        readers = new DefaultSnapshotDao(
                Readers.of(materializer.system()), profile, config, serialization, executor, materializer);
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> latestSnapshot(String persistenceId) {
        return readers.latestSnapshot(persistenceId);
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxTimestamp(
            String persistenceId, long maxTimestamp) {
        return readers.snapshotForMaxTimestamp(persistenceId, maxTimestamp);
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxSequenceNr(
            String persistenceId, long maxSequenceNr) {
        return readers.snapshotForMaxSequenceNr(persistenceId, maxSequenceNr);
    }

    @Override
    public Future<Option<Tuple2<SnapshotMetadata, Object>>> snapshotForMaxSequenceNrAndMaxTimestamp(
            String persistenceId, long maxSequenceNr, long maxTimestamp) {
        return readers.snapshotForMaxSequenceNrAndMaxTimestamp(persistenceId, maxSequenceNr, maxTimestamp);
    }
}
