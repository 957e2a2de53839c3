package stadion.persistence.postgres;

import akka.actor.ActorSystem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;
import slick.dbio.DBIOAction;
import slick.jdbc.JdbcBackend.DatabaseDef;
import slick.jdbc.SimpleJdbcAction;
import stadion.persistence.lease.Fence;
import stadion.persistence.lease.FencedOff;

/**
 * Transactions that are made only if the leases of this actor system were given to nobody else. They share a lock while they run, which who gives the lease to another must have
 * alone: so each of them is over before the next holder begins, or sees that there is one.
 */
final class FencedWrites {

    /** Each statement of the two sees what was committed before it began; both go in one message. */
    private static final String EPOCH = "SELECT pg_advisory_xact_lock_shared(" + PostgresLocks.LEASE.key()
            + "); SELECT 1 FROM lease WHERE name = ? AND epoch = ?";

    private final DatabaseDef database;
    private final Fence fence;

    FencedWrites(DatabaseDef database, ActorSystem system) {
        this.database = database;
        this.fence = Fence.of(system);
    }

    /** Work that changes rows, and what it is to change them with. */
    @FunctionalInterface
    interface Change {
        void in(Connection connection) throws SQLException;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Slick marks effects by types that Java cannot write
    Future<BoxedUnit> run(Change change) {
        SqlWork<BoxedUnit> work = connection -> {
            check(connection);
            change.in(connection);
            return BoxedUnit.UNIT;
        };
        DBIOAction action = new SimpleJdbcAction<>(context -> transacted(work, context.connection()));
        return database.run(action);
    }

    /** One statement with these parameters. */
    Future<BoxedUnit> run(String sql, Object... parameters) {
        return run(connection -> execute(connection, sql, parameters));
    }

    static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    private void check(Connection connection) throws SQLException {
        for (Map.Entry<String, Long> lease : fence.epochs().entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(EPOCH)) {
                statement.setString(1, lease.getKey());
                statement.setLong(2, lease.getValue());
                statement.execute();
                statement.getMoreResults();
                try (ResultSet row = statement.getResultSet()) {
                    if (!row.next()) {
                        throw new FencedOff(lease.getKey(), lease.getValue());
                    }
                }
            }
        }
    }

    private static BoxedUnit transacted(SqlWork<BoxedUnit> work, Connection connection) {
        try {
            return work.transacted(connection);
        } catch (SQLException e) {
            throw Thrown.asIs(e);
        }
    }

    /** Scala's functions declare no exceptions; this one passes through as it is. */
    private static final class Thrown {
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        static <E extends Exception> RuntimeException asIs(Exception e) throws E {
            throw (E) e;
        }
    }
}
