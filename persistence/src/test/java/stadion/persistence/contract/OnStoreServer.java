package stadion.persistence.contract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import stadion.persistence.SharedStore;

/** Tests of shared stores on one server. The stores of each test know nothing of those of other tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnStoreServer {

    private final StoreServer server;
    private int port;

    OnStoreServer(StoreServer server) {
        this.server = server;
    }

    @BeforeAll
    void startServer() throws Exception {
        port = server.start();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void begin() throws Exception {
        server.begin();
    }

    /** The server's port on 127.0.0.1. */
    int port() {
        return port;
    }

    /** Opens one more store on the server, which is found at that port. */
    SharedStore open(int at) {
        return server.open(at);
    }
}
