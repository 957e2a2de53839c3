package stadion.persistence.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done in one transaction. */
@FunctionalInterface
interface SqlWork<T> {

    T in(Connection connection) throws SQLException;

    /** Does it, and commits; or rolls back, and throws what it threw. The connection commits each statement by itself before and after. */
    default T transacted(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = in(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        }
    }

    private static void undo(Connection connection, Exception because) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
