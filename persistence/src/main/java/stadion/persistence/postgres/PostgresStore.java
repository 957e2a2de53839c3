package stadion.persistence.postgres;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import scala.Option;
import slick.jdbc.JdbcBackend$;
import slick.jdbc.JdbcBackend.DatabaseDef;
import slick.util.AsyncExecutor;
import slick.util.AsyncExecutor$;
import stadion.persistence.NodeDirectory;
import stadion.persistence.OpenStores;
import stadion.persistence.SharedStore;
import stadion.persistence.StoreUnavailable;
import stadion.persistence.lease.LeaseRecords;
import stadion.persistence.lease.LeaseStore;

/** The store of several nodes in one PostgreSQL database. An event is as durable as the database makes a commit before it is acknowledged. */
public final class PostgresStore implements SharedStore, LeaseStore {

    private static final int CONNECTIONS = 10;

    /** Statements that may wait for a connection: one or two for every actor. */
    private static final int WAITING = 500_000;

    /** How long one answer of the database to the journal may take; Akka's circuit breaker waits as long. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** A node that is paused in the middle of a transaction is rolled back by the database, sooner than its lease is given to another. */
    private static final String LIMITS =
            "SET statement_timeout = '10s'; SET idle_in_transaction_session_timeout = '2s'";

    private final PostgresAddress address;
    private final HikariDataSource connections;
    private final DatabaseDef database;
    private final PostgresSession leaseSession;
    private final PostgresSession nodeSession;
    private final PostgresLeases leases;
    private final PostgresNodes nodes;

    private PostgresStore(PostgresAddress address) {
        this.address = address;
        connections = new HikariDataSource(pool(address));
        AsyncExecutor threads =
                AsyncExecutor$.MODULE$.apply("stadion-postgres", CONNECTIONS, CONNECTIONS, WAITING, CONNECTIONS);
        database =
                JdbcBackend$.MODULE$.Database().forDataSource(connections, Option.apply(CONNECTIONS), threads, false);
        leaseSession = new PostgresSession(address, "stadion-postgres-lease");
        nodeSession = new PostgresSession(address, "stadion-postgres-nodes");
        leases = new PostgresLeases(leaseSession);
        nodes = new PostgresNodes(nodeSession);
        OpenStores.add(this);
    }

    /**
     * Creates the tables if they are not there. Many nodes may do so at once.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host[:port][,host...]/database?user=..&password=..}, with further options of PostgreSQL's driver; {@code currentSchema} names the
     *     schema of the tables (default {@code stadion})
     * @throws StoreUnavailable if the address is none, or the database can't be used; the message names {@code --store} and no password
     */
    public static PostgresStore open(String jdbcUrl) {
        PostgresAddress address = PostgresAddress.parse(jdbcUrl);
        PostgresSchema.prepare(address);
        return new PostgresStore(address);
    }

    private static HikariConfig pool(PostgresAddress address) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("stadion-postgres");
        pool.setJdbcUrl(address.url());
        pool.setDataSourceProperties(address.options(ANSWER));
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setIdleTimeout(60_000);
        pool.setConnectionInitSql(LIMITS);
        pool.setConnectionTimeout(ANSWER.toMillis());
        pool.setValidationTimeout(2000);
        pool.setKeepaliveTime(30_000);
        // The database may be away for a moment when the pool is created, as at any later time.
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    @Override
    public Config config() {
        return config("postgres.conf");
    }

    @Override
    public NodeDirectory nodes() {
        return nodes;
    }

    @Override
    public LeaseRecords leases() {
        return leases;
    }

    DatabaseDef database() {
        return database;
    }

    @Override
    public void close() {
        OpenStores.remove(this);
        nodes.close();
        nodeSession.close();
        leaseSession.close();
        database.close();
        connections.close();
    }

    /** Where the database is, without user and password. */
    @Override
    public String toString() {
        return address.toString();
    }
}
