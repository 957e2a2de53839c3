package stadion.persistence.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import stadion.persistence.lease.LeaseRecords;

/** The leases in the table of that name. The clock of the database decides when one has expired. */
final class PostgresLeases implements LeaseRecords {

    private static final String LIFE = "clock_timestamp() + ? * interval '1 millisecond'";

    private static final String HELD =
            "SELECT 1 FROM lease WHERE name = ? AND owner <> ? AND expires >= clock_timestamp()";

    private static final String TAKE = "INSERT INTO lease AS present (name, owner, epoch, expires) VALUES (?, ?, 1, "
            + LIFE
            + ") ON CONFLICT (name) DO UPDATE"
            + " SET owner = excluded.owner, epoch = present.epoch + 1, expires = excluded.expires"
            + " WHERE present.owner IS NULL OR present.owner = excluded.owner OR present.expires < clock_timestamp()"
            + " RETURNING epoch";

    private static final String RENEW =
            "UPDATE lease SET expires = " + LIFE + " WHERE name = ? AND owner = ? AND epoch = ?";

    private static final String RELEASE = "UPDATE lease SET owner = NULL WHERE name = ? AND owner = ? AND epoch = ?";

    private final PostgresSession session;

    PostgresLeases(PostgresSession session) {
        this.session = session;
    }

    @Override
    public CompletionStage<OptionalLong> take(String name, String owner, Duration timeToLive) {
        return session.run(connection -> take(connection, name, owner, timeToLive));
    }

    private static OptionalLong take(Connection connection, String name, String owner, Duration timeToLive)
            throws SQLException {
        // Who only asks in vain must not hold up the writes of the holder.
        if (isHeld(connection, name, owner)) {
            return OptionalLong.empty();
        }
        FencedWrites.execute(connection, "SELECT pg_advisory_xact_lock(" + PostgresLocks.LEASE.key() + ")");
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            statement.setLong(3, timeToLive.toMillis());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static boolean isHeld(Connection connection, String name, String owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HELD)) {
            statement.setString(1, name);
            statement.setString(2, owner);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public CompletionStage<Boolean> renew(String name, String owner, long epoch, Duration timeToLive) {
        return session.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
                statement.setLong(1, timeToLive.toMillis());
                statement.setString(2, name);
                statement.setString(3, owner);
                statement.setLong(4, epoch);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public CompletionStage<Void> release(String name, String owner, long epoch) {
        return session.run(connection -> {
            FencedWrites.execute(connection, RELEASE, name, owner, epoch);
            return null;
        });
    }
}
