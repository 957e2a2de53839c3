package stadion.persistence.postgres;

import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.journal.dao.DefaultJournalDao;
import akka.persistence.jdbc.journal.dao.JournalTables.JournalAkkaSerializationRow;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend.DatabaseDef;
import slick.jdbc.JdbcProfile;

/** The journal: reads as akka-persistence-jdbc does, and writes under the lease. Named in postgres.conf. */
final class PostgresJournalDao extends DefaultJournalDao {

    private static final String INSERT = "INSERT INTO event_journal (deleted, persistence_id, sequence_number, writer,"
            + " write_timestamp, adapter_manifest, event_payload, event_ser_id, event_ser_manifest, meta_payload, meta_ser_id,"
            + " meta_ser_manifest) VALUES (false, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String TAG = "INSERT INTO event_tag (event_id, tag) SELECT ordering, ? FROM event_journal"
            + " WHERE persistence_id = ? AND sequence_number = ?";

    /** The last event stays, marked as deleted, for its number. */
    private static final String DELETE = "DELETE FROM event_journal WHERE persistence_id = ? AND sequence_number <= ?"
            + " AND sequence_number < (SELECT max(sequence_number) FROM event_journal WHERE persistence_id = ?)";

    private static final String MARK =
            "UPDATE event_journal SET deleted = true WHERE persistence_id = ? AND sequence_number <= ?";

    private final FencedWrites writes;

    PostgresJournalDao(
            DatabaseDef database,
            JdbcProfile profile,
            JournalConfig config,
            Serialization serialization,
            ExecutionContext executor,
            Materializer materializer) {
        super(database, profile, config, serialization, executor, materializer);
        writes = new FencedWrites(database, materializer.system());
    }

    @Override
    public Future<BoxedUnit> writeJournalRows(Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows) {
        return writes.run(connection -> insert(connection, rows));
    }

    @Override
    public Future<BoxedUnit> delete(String persistenceId, long maxSequenceNr) {
        return writes.run(connection -> {
            FencedWrites.execute(connection, DELETE, persistenceId, maxSequenceNr, persistenceId);
            FencedWrites.execute(connection, MARK, persistenceId, maxSequenceNr);
        });
    }

    private static void insert(Connection connection, Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Tuple2<JournalAkkaSerializationRow, Set<String>> row : CollectionConverters.asJava(rows)) {
                set(statement, row._1());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        for (Tuple2<JournalAkkaSerializationRow, Set<String>> row : CollectionConverters.asJava(rows)) {
            for (String tag : CollectionConverters.asJava(row._2())) {
                FencedWrites.execute(
                        connection, TAG, tag, row._1().persistenceId(), row._1().sequenceNumber());
            }
        }
    }

    private static void set(PreparedStatement statement, JournalAkkaSerializationRow row) throws SQLException {
        statement.setString(1, row.persistenceId());
        statement.setLong(2, row.sequenceNumber());
        statement.setString(3, row.writer());
        statement.setLong(4, row.writeTimestamp());
        statement.setString(5, row.adapterManifest());
        statement.setBytes(6, row.eventPayload());
        statement.setInt(7, row.eventSerId());
        statement.setString(8, row.eventSerManifest());
        statement.setBytes(9, OptionConverters.toJava(row.metaPayload()).orElse(null));
        statement.setObject(10, OptionConverters.toJava(row.metaSerId()).orElse(null), Types.INTEGER);
        statement.setString(11, OptionConverters.toJava(row.metaSerManifest()).orElse(null));
    }
}
