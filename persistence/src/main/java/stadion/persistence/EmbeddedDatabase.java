package stadion.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The SQLite file under the embedded store: its tables, its version and the check before it is used. */
final class EmbeddedDatabase {

    /** In the header of the file: the letters STDN. */
    private static final int APPLICATION_ID = 0x5354444e;

    /** The version of the tables; a server refuses a file of a later one. */
    private static final int VERSION = 1;

    private EmbeddedDatabase() {}

    static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    /**
     * Checks the file and creates what is missing of its tables. Each start writes the header, so that a full disk or a file that may not be written shows now.
     *
     * @throws StoreUnavailable with what to do about it
     */
    static void prepare(Path file) {
        try (Connection connection = connect(file);
                Statement sql = connection.createStatement()) {
            checkOwner(file, number(sql, "PRAGMA application_id"), number(sql, "PRAGMA user_version"), tables(sql));
            checkPages(file, sql);
            sql.execute("BEGIN IMMEDIATE");
            for (String statement : tableDefinitions().split(";\n")) {
                sql.execute(statement);
            }
            sql.execute("PRAGMA application_id = " + APPLICATION_ID);
            sql.execute("PRAGMA user_version = " + VERSION);
            sql.execute("COMMIT");
        } catch (SQLiteException e) {
            throw new StoreUnavailable(explain(file, e), e);
        } catch (SQLException e) {
            throw new StoreUnavailable("The database " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    static void checkpoint(Path file) throws SQLException {
        try (Connection connection = connect(file);
                Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Properties pragmas = new Properties();
        pragmas.setProperty("journal_mode", "WAL");
        pragmas.setProperty("synchronous", "FULL");
        pragmas.setProperty("busy_timeout", "60000");
        return DriverManager.getConnection(url(file), pragmas);
    }

    private static void checkOwner(Path file, long applicationId, long version, long tables) {
        if (applicationId != APPLICATION_ID && (applicationId != 0 || tables > 0)) {
            throw new StoreUnavailable(
                    "The file " + file
                            + " is an SQLite database that Stadion did not write. Move it away, or choose another directory with --data_dir.");
        }
        if (version > VERSION) {
            throw new StoreUnavailable(
                    "The database " + file + " was written by a later version of Stadion (its tables have version "
                            + version + ", this server knows " + VERSION + "). Start that version or a newer one.");
        }
    }

    private static void checkPages(Path file, Statement sql) throws SQLException {
        try (ResultSet found = sql.executeQuery("PRAGMA quick_check(1)")) {
            String first = found.next() ? found.getString(1) : "no answer";
            if (!first.equals("ok")) {
                throw new StoreUnavailable(damaged(file, first));
            }
        }
    }

    private static long tables(Statement sql) throws SQLException {
        return number(sql, "SELECT count(*) FROM sqlite_schema");
    }

    private static long number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static String tableDefinitions() {
        try (InputStream in = EmbeddedDatabase.class.getResourceAsStream("embedded.sql")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String explain(Path file, SQLiteException e) {
        SQLiteErrorCode code = e.getResultCode();
        // The low byte is the kind of the failure, the others its particulars.
        int kind = code.code & 0xff;
        if (kind == SQLiteErrorCode.SQLITE_CORRUPT.code || kind == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return damaged(file, e.getMessage());
        }
        if (kind == SQLiteErrorCode.SQLITE_FULL.code) {
            return "The database " + file
                    + " cannot grow: the disk is full. Make room and start again; nothing that was acknowledged is lost.";
        }
        if (kind == SQLiteErrorCode.SQLITE_IOERR.code) {
            return "The database " + file + " cannot be read or written (" + e.getMessage()
                    + "). Check that the disk is neither full nor failing.";
        }
        if (kind == SQLiteErrorCode.SQLITE_READONLY.code
                || kind == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || kind == SQLiteErrorCode.SQLITE_PERM.code) {
            return "The database " + file + " cannot be written (" + e.getMessage()
                    + "). Check who owns it and its directory, and that the disk is not read-only.";
        }
        return "The database " + file + " cannot be used: " + e.getMessage();
    }

    private static String damaged(Path file, String how) {
        return "The database " + file + " is damaged (" + how
                + "). Stop here: put back a backup of it, or try to save what can be read with `sqlite3 " + file
                + " .recover`. The server changed nothing.";
    }
}
