package stadion.persistence.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.util.PSQLState;
import stadion.persistence.StoreUnavailable;

/** The tables in the database, and their version. */
final class PostgresSchema {

    /** The version of the tables; a server refuses those of a later one. */
    private static final int VERSION = 1;

    private PostgresSchema() {}

    /**
     * Creates what is missing. Many nodes may do this at once.
     *
     * @throws StoreUnavailable with what to do about it
     */
    static void prepare(PostgresAddress address) {
        Properties options = address.options(Duration.ofSeconds(30));
        try (Connection connection = DriverManager.getConnection(address.url(), options)) {
            SqlWork<Void> work = c -> prepare(c, address);
            work.transacted(connection);
        } catch (SQLException e) {
            throw explain(address, e);
        }
    }

    private static Void prepare(Connection connection, PostgresAddress address) throws SQLException {
        String schema = '"' + address.schema().replace("\"", "\"\"") + '"';
        try (Statement sql = connection.createStatement()) {
            sql.execute("SELECT pg_advisory_xact_lock(" + PostgresLocks.TABLES.key() + ")");
            if (!exists(sql, "SELECT 1 FROM pg_namespace WHERE nspname = current_schema()")) {
                sql.execute("CREATE SCHEMA " + schema);
            }
            if (exists(sql, "SELECT to_regclass('store_version') WHERE to_regclass('store_version') IS NOT NULL")) {
                checkVersion(sql, address);
            } else {
                sql.execute(tableDefinitions());
                sql.execute("INSERT INTO store_version VALUES (" + VERSION + ")");
            }
        }
        return null;
    }

    private static void checkVersion(Statement sql, PostgresAddress address) throws SQLException {
        try (ResultSet row = sql.executeQuery("SELECT max(version) FROM store_version")) {
            int version = row.next() ? row.getInt(1) : 0;
            if (version > VERSION) {
                throw new StoreUnavailable("The database " + address
                        + " (--store) was written by a later version of Stadion (its tables have version " + version
                        + ", this server knows " + VERSION + "). Start that version or a newer one.");
            }
        }
    }

    private static boolean exists(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            return row.next();
        }
    }

    private static String tableDefinitions() {
        try (InputStream in = PostgresSchema.class.getResourceAsStream("postgres.sql")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoreUnavailable explain(PostgresAddress address, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String todo = "";
        if (state.startsWith("28")) {
            todo = " Check user and password in --store.";
        } else if (state.equals("3D000")) {
            todo = " Create the database first: CREATE DATABASE ... OWNER ....";
        } else if (state.equals("42501")) {
            todo = " The user must own the schema " + address.schema()
                    + ", or may create it: GRANT CREATE ON DATABASE ... TO ....";
        } else if (state.startsWith("08") || state.equals(PSQLState.UNKNOWN_STATE.getState())) {
            todo = " Check that it runs and that --store names its host and port.";
        }
        String why = String.valueOf(e.getMessage()).replaceFirst("\\.+$", "");
        return new StoreUnavailable("The database " + address + " (--store) can't be used: " + why + "." + todo, e);
    }
}
