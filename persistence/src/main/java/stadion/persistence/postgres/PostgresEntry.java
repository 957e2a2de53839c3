package stadion.persistence.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stadion.persistence.NodeDirectory.Entry;

/** This node's row in the table of nodes. It says each second that the node lives. */
final class PostgresEntry implements Entry {

    /** How long a node that says nothing is taken for alive. */
    static final Duration LIFE = Duration.ofSeconds(5);

    static final String UNTIL = "clock_timestamp() + interval '" + LIFE.toMillis() + " milliseconds'";

    private static final long PAUSE_MILLIS = 1000;

    private static final String ALIVE =
            "UPDATE node SET expires = " + UNTIL + " WHERE entry = ? AND expires >= clock_timestamp()";

    private final PostgresSession session;
    private final UUID entry;
    private final Runnable onLost;
    private @Nullable ScheduledFuture<?> beats;
    private long aliveUntil;
    private boolean ended;

    private PostgresEntry(PostgresSession session, UUID entry, long entered, Runnable onLost) {
        this.session = session;
        this.entry = entry;
        this.aliveUntil = entered + LIFE.toNanos();
        this.onLost = onLost;
    }

    static PostgresEntry keptAlive(
            PostgresSession session, ScheduledExecutorService timer, UUID entry, long entered, Runnable onLost) {
        PostgresEntry node = new PostgresEntry(session, entry, entered, onLost);
        node.beginWith(timer.scheduleWithFixedDelay(node::beat, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        return node;
    }

    static OptionalLong cluster(ResultSet row, int column) throws SQLException {
        long cluster = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(cluster);
    }

    @Override
    public CompletionStage<OptionalLong> found() {
        return session.run(connection -> PostgresNodes.found(connection, entry));
    }

    @Override
    public CompletionStage<OptionalLong> foundLater() {
        return session.run(connection -> PostgresNodes.foundLater(connection, entry));
    }

    @Override
    public CompletionStage<Void> joined(long cluster) {
        return session.run(connection -> {
            FencedWrites.execute(connection, "UPDATE node SET cluster = ? WHERE entry = ?", cluster, entry);
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> expel(Set<String> addresses) {
        return session.run(connection -> PostgresNodes.expel(connection, entry, addresses));
    }

    @Override
    public CompletionStage<Void> leave() {
        end();
        return session.run(connection -> {
            FencedWrites.execute(connection, "DELETE FROM node WHERE entry = ?", entry);
            return null;
        });
    }

    private void beat() {
        long sent = System.nanoTime();
        if (isOver(sent)) {
            lose();
            return;
        }
        session.run(this::alive).whenComplete((alive, failure) -> {
            if (Boolean.TRUE.equals(alive)) {
                extend(sent);
            } else if (failure == null) {
                lose();
            }
        });
    }

    private boolean alive(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALIVE)) {
            statement.setObject(1, entry);
            return statement.executeUpdate() == 1;
        }
    }

    private synchronized void beginWith(ScheduledFuture<?> scheduled) {
        beats = scheduled;
    }

    private synchronized boolean isOver(long now) {
        return now - aliveUntil >= 0;
    }

    private synchronized void extend(long sent) {
        aliveUntil = sent + LIFE.toNanos();
    }

    private void lose() {
        if (end()) {
            onLost.run();
        }
    }

    /** Returns whether it had not ended before. */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        if (beats != null) {
            beats.cancel(false);
        }
        return first;
    }
}
