package stadion.persistence.postgres;

import akka.persistence.SnapshotMetadata;
import akka.persistence.jdbc.AkkaSerialization;
import akka.persistence.jdbc.AkkaSerialization.AkkaSerialized;
import akka.persistence.jdbc.config.SnapshotConfig;
import akka.persistence.jdbc.snapshot.dao.DefaultSnapshotDao;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend.DatabaseDef;
import slick.jdbc.JdbcProfile;

/** The snapshot store: reads as akka-persistence-jdbc does, and writes under the lease. Named in postgres.conf. */
final class PostgresSnapshotDao extends DefaultSnapshotDao {

    private static final String SAVE =
            "INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id,"
                    + " snapshot_ser_manifest, snapshot_payload, meta_ser_id, meta_ser_manifest, meta_payload)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (persistence_id, sequence_number) DO UPDATE SET created = excluded.created,"
                    + " snapshot_ser_id = excluded.snapshot_ser_id, snapshot_ser_manifest = excluded.snapshot_ser_manifest,"
                    + " snapshot_payload = excluded.snapshot_payload, meta_ser_id = excluded.meta_ser_id,"
                    + " meta_ser_manifest = excluded.meta_ser_manifest, meta_payload = excluded.meta_payload";

    private static final String DELETE = "DELETE FROM snapshot WHERE persistence_id = ?";

    private final Serialization serialization;
    private final FencedWrites writes;

    PostgresSnapshotDao(
            DatabaseDef database,
            JdbcProfile profile,
            SnapshotConfig config,
            Serialization serialization,
            ExecutionContext executor,
            Materializer materializer) {
        super(database, profile, config, serialization, executor, materializer);
        this.serialization = serialization;
        this.writes = new FencedWrites(database, materializer.system());
    }

    @Override
    public Future<BoxedUnit> save(SnapshotMetadata metadata, Object snapshot) {
        AkkaSerialized payload =
                AkkaSerialization.serialize(serialization, snapshot).get();
        AkkaSerialized meta = OptionConverters.toJava(metadata.metadata())
                .map(of -> AkkaSerialization.serialize(serialization, of).get())
                .orElse(null);
        return writes.run(connection -> save(connection, metadata, payload, meta));
    }

    private static void save(
            Connection connection, SnapshotMetadata of, AkkaSerialized payload, @Nullable AkkaSerialized meta)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
            statement.setString(1, of.persistenceId());
            statement.setLong(2, of.sequenceNr());
            statement.setLong(3, of.timestamp());
            statement.setInt(4, payload.serId());
            statement.setString(5, payload.serManifest());
            statement.setBytes(6, payload.payload());
            statement.setObject(7, meta == null ? null : meta.serId(), Types.INTEGER);
            statement.setString(8, meta == null ? null : meta.serManifest());
            statement.setBytes(9, meta == null ? null : meta.payload());
            statement.executeUpdate();
        }
    }

    @Override
    public Future<BoxedUnit> delete(String persistenceId, long sequenceNr) {
        return writes.run(DELETE + " AND sequence_number = ?", persistenceId, sequenceNr);
    }

    @Override
    public Future<BoxedUnit> deleteAllSnapshots(String persistenceId) {
        return writes.run(DELETE, persistenceId);
    }

    @Override
    public Future<BoxedUnit> deleteUpToMaxSequenceNr(String persistenceId, long maxSequenceNr) {
        return writes.run(DELETE + " AND sequence_number <= ?", persistenceId, maxSequenceNr);
    }

    @Override
    public Future<BoxedUnit> deleteUpToMaxTimestamp(String persistenceId, long maxTimestamp) {
        return writes.run(DELETE + " AND created <= ?", persistenceId, maxTimestamp);
    }

    @Override
    public Future<BoxedUnit> deleteUpToMaxSequenceNrAndMaxTimestamp(
            String persistenceId, long maxSequenceNr, long maxTimestamp) {
        return writes.run(
                DELETE + " AND sequence_number <= ? AND created <= ?", persistenceId, maxSequenceNr, maxTimestamp);
    }
}
