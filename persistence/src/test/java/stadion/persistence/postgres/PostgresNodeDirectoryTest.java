package stadion.persistence.postgres;

import stadion.persistence.SharedStore;
import stadion.persistence.contract.NodeDirectoryContract;
import stadion.persistence.servers.PostgresServer;

class PostgresNodeDirectoryTest extends NodeDirectoryContract {

    private PostgresServer server;
    private String database;

    @Override
    protected int startServer() throws Exception {
        server = PostgresServer.start();
        return server.port();
    }

    @Override
    protected void begin() {
        database = server.newDatabase();
    }

    @Override
    protected SharedStore open(int port) {
        return PostgresStore.open(database.replace(":" + server.port() + "/", ":" + port + "/"));
    }

    @Override
    protected void stopServer() throws Exception {
        server.close();
    }
}
