package stadion.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stadion.persistence.StoreUnavailable;
import stadion.persistence.servers.PostgresServer;

/** A database that can't be used is told of before anything else begins, with what to do about it and without the password. */
class OpeningPostgresTest {

    private static PostgresServer server;

    @BeforeAll
    static void startPostgres() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        server.close();
    }

    @Test
    void anEmptyDatabaseIsPreparedAndOpenedAgain() {
        String database = server.newDatabase();
        PostgresStore.open(database).close();
        PostgresStore.open(database).close();
    }

    @Test
    void aPortOnWhichNobodyListens() {
        assertRefused(server.newDatabase().replace(":" + server.port() + "/", ":1/"))
                .hasMessageContaining("127.0.0.1:1/")
                .hasMessageEndingWith(
                        "TCP/IP connections. Check that it runs and that --store names its host and port.");
    }

    @Test
    void aDatabaseThatDoesNotExist() {
        assertRefused("jdbc:postgresql://127.0.0.1:" + server.port() + "/nowhere?user=postgres&password=hidden")
                .hasMessageContaining("database \"nowhere\" does not exist. Create the database first");
    }

    @Test
    void aUserWhoDoesNotExist() {
        assertRefused(server.newDatabase().replace("user=postgres", "user=nobody"))
                .hasMessageContaining("\"nobody\" does not exist. Check user and password in --store.");
    }

    @Test
    void aUserWhoMayCreateNothing() {
        String user = "reader_" + UUID.randomUUID().toString().replace("-", "");
        server.execute("CREATE ROLE " + user + " LOGIN");
        assertRefused(server.newDatabase().replace("user=postgres", "user=" + user))
                .hasMessageContaining("permission denied")
                .hasMessageContaining(
                        "The user must own the schema stadion, or may create it: GRANT CREATE ON DATABASE");
    }

    @Test
    void tablesOfALaterVersion() throws SQLException {
        String database = server.newDatabase();
        PostgresStore.open(database).close();
        try (Connection connection = DriverManager.getConnection(database);
                Statement sql = connection.createStatement()) {
            sql.execute("UPDATE stadion.store_version SET version = 2");
        }
        assertRefused(database)
                .hasMessageContaining("later version of Stadion")
                .hasMessageContaining("version 2, this server knows 1");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String url) {
        return assertThatThrownBy(() -> PostgresStore.open(url))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("--store")
                .hasMessageNotContainingAny("password=", "hidden");
    }
}
