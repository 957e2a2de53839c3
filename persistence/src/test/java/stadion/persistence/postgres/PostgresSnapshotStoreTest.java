package stadion.persistence.postgres;

import com.typesafe.config.Config;
import stadion.persistence.contract.SnapshotStoreContract;
import stadion.persistence.servers.PostgresServer;

class PostgresSnapshotStoreTest extends SnapshotStoreContract {

    private PostgresServer server;
    private PostgresStore store;

    @Override
    protected Config open() throws Exception {
        server = PostgresServer.start();
        store = PostgresStore.open(server.newDatabase());
        return store.config();
    }

    @Override
    protected void close() throws Exception {
        store.close();
        server.close();
    }
}
