package stadion.persistence.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import stadion.persistence.NodeDirectory;

/** The nodes in the table of that name. A node that told nothing for {@link PostgresEntry#LIFE} by the clock of the database is dead. */
final class PostgresNodes implements NodeDirectory, AutoCloseable {

    private static final String LIVE = "expires >= clock_timestamp()";

    private static final String ENTER = "INSERT INTO node (address, api, entry, expires) VALUES (?, ?, ?, "
            + PostgresEntry.UNTIL
            + ") ON CONFLICT (address) DO UPDATE SET api = excluded.api, cluster = NULL, entry = excluded.entry,"
            + " expires = excluded.expires";

    private final PostgresSession session;
    private final ScheduledExecutorService timer;

    PostgresNodes(PostgresSession session) {
        this.session = session;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "stadion-node");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        return session.run(PostgresNodes::nodes);
    }

    private static List<Node> nodes(Connection connection) throws SQLException {
        String live = "SELECT address, api, cluster FROM node WHERE " + LIVE + " ORDER BY address";
        List<Node> nodes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(live);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                nodes.add(new Node(row.getString(1), row.getString(2), PostgresEntry.cluster(row, 3)));
            }
        }
        return List.copyOf(nodes);
    }

    @Override
    public CompletionStage<Entry> enter(String address, String api, Runnable onLost) {
        UUID entry = UUID.randomUUID();
        long sent = System.nanoTime();
        return session.run(connection -> {
                    FencedWrites.execute(connection, "DELETE FROM node WHERE NOT (" + LIVE + ")");
                    FencedWrites.execute(connection, ENTER, address, api, entry);
                    return entry;
                })
                .thenApply(entered -> PostgresEntry.keptAlive(session, timer, entered, sent, onLost));
    }

    /** Founds a cluster in one step; to be called by one node at a time. */
    static OptionalLong found(Connection connection, UUID entry) throws SQLException {
        FencedWrites.execute(connection, "SELECT pg_advisory_xact_lock(" + PostgresLocks.CLUSTER.key() + ")");
        return next(
                connection, entry, " AND NOT EXISTS (SELECT 1 FROM node WHERE cluster IS NOT NULL AND " + LIVE + ")");
    }

    /** The same, whatever other nodes belong to. */
    static OptionalLong foundLater(Connection connection, UUID entry) throws SQLException {
        return next(connection, entry, "");
    }

    private static OptionalLong next(Connection connection, UUID entry, String condition) throws SQLException {
        String found = "UPDATE node SET cluster = nextval('cluster_number') WHERE entry = ? AND " + LIVE + condition
                + " RETURNING cluster";
        try (PreparedStatement statement = connection.prepareStatement(found)) {
            statement.setObject(1, entry);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? PostgresEntry.cluster(row, 1) : OptionalLong.empty();
            }
        }
    }

    /** Takes others out, if this one is alive; to be called by one node at a time. */
    static boolean expel(Connection connection, UUID entry, Set<String> addresses) throws SQLException {
        FencedWrites.execute(connection, "SELECT pg_advisory_xact_lock(" + PostgresLocks.CLUSTER.key() + ")");
        String expel = "DELETE FROM node WHERE address = ANY (?)";
        try (PreparedStatement own = connection.prepareStatement("SELECT 1 FROM node WHERE entry = ? AND " + LIVE);
                PreparedStatement others = connection.prepareStatement(expel)) {
            own.setObject(1, entry);
            try (ResultSet row = own.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
            }
            others.setArray(1, connection.createArrayOf("text", addresses.toArray()));
            others.executeUpdate();
            return true;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
