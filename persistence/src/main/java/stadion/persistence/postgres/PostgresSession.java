package stadion.persistence.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stadion.persistence.StoreUnavailable;

/**
 * One connection for small transactions that must not wait behind the journal's, used by one thread of its own. It is opened when it is needed and again when it is broken; an
 * answer takes a few seconds at most, or fails.
 */
final class PostgresSession implements AutoCloseable {

    /** Bounds both the wait for a connection's answer and, a little shorter, a statement. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private static final String LIMITS = "SET statement_timeout = '1500ms'; SET lock_timeout = '1500ms';"
            + " SET idle_in_transaction_session_timeout = '2s'";

    /** More requests than this don't pile up while the database is away. */
    private static final int WAITING = 100;

    private final PostgresAddress address;
    private final ThreadPoolExecutor thread;
    private @Nullable Connection connection;

    PostgresSession(PostgresAddress address, String name) {
        this.address = address;
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
            Thread created = new Thread(work, name);
            created.setDaemon(true);
            return created;
        });
    }

    /** Does the work in one transaction; fails with {@link StoreUnavailable} if it can't. */
    <T> CompletionStage<T> run(SqlWork<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> now(work), thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(unavailable("too many requests wait for it", e));
        }
    }

    private <T> T now(SqlWork<T> work) {
        try {
            return work.transacted(connected());
        } catch (SQLException e) {
            disconnect();
            throw unavailable(e.getMessage(), e);
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open != null && open.isValid(1)) {
            return open;
        }
        disconnect();
        open = DriverManager.getConnection(address.url(), address.options(ANSWER));
        connection = open;
        try (Statement sql = open.createStatement()) {
            sql.execute(LIMITS);
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It is given up because it is broken; nobody waits for anything from it.
                return;
            }
        }
    }

    private StoreUnavailable unavailable(String why, Exception cause) {
        return new StoreUnavailable("The database " + address + " (--store) doesn't answer: " + why, cause);
    }

    @Override
    public void close() {
        thread.execute(this::disconnect);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(ANSWER.toMillis() * 3, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
