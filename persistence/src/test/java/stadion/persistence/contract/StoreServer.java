package stadion.persistence.contract;

import com.typesafe.config.Config;
import stadion.persistence.SharedStore;
import stadion.persistence.Store;

/** A server of shared stores for tests, and how stores on it are opened. */
public interface StoreServer {

    /** Starts it; returns its port on 127.0.0.1. */
    int start() throws Exception;

    void stop() throws Exception;

    /** From now on {@link #open} opens stores that know nothing of those before. */
    void begin() throws Exception;

    /** Opens one more store on the server, which is found at that port. */
    SharedStore open(int port);

    /** A server that is there for one store. */
    default StoreUnderTest forOneStore() {
        return new StoreUnderTest() {
            private Store store;

            @Override
            public Config open() throws Exception {
                int port = start();
                begin();
                store = StoreServer.this.open(port);
                return store.config();
            }

            @Override
            public void close() throws Exception {
                store.close();
                stop();
            }
        };
    }
}
