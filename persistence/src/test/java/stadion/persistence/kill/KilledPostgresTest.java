package stadion.persistence.kill;

import stadion.persistence.servers.PostgresServer;

class KilledPostgresTest extends SharedStoreKillContract {

    private PostgresServer server;

    @Override
    void startServer() throws Exception {
        server = PostgresServer.start();
    }

    @Override
    void stopServer() throws Exception {
        server.close();
    }

    @Override
    String store() {
        return server.newDatabase();
    }

    @Override
    void killServer() throws Exception {
        server.kill();
    }

    @Override
    void runServer() throws Exception {
        server.run();
    }
}
