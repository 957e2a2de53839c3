package stadion.persistence.postgres;

import stadion.persistence.SharedStore;
import stadion.persistence.contract.StoreServer;
import stadion.persistence.servers.PostgresServer;

/** A PostgreSQL, and stores in one database of it after the other. */
final class PostgresStores implements StoreServer {

    private PostgresServer server;
    private String database;

    @Override
    public int start() throws Exception {
        server = PostgresServer.start();
        return server.port();
    }

    @Override
    public void stop() throws Exception {
        server.close();
    }

    @Override
    public void begin() {
        database = server.newDatabase();
    }

    @Override
    public SharedStore open(int port) {
        return PostgresStore.open(database.replace(":" + server.port() + "/", ":" + port + "/"));
    }
}
