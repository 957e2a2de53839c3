package stadion.deploy.server.faults;

import java.io.IOException;

/** The nodes share a ZooKeeper ensemble, and the server that is killed is the one that leads it. */
class ZooKeeperFaultsIT extends FaultsContract {

    @Override
    SharedStoreServer store(String address) throws IOException {
        return ZooKeeperUnderTest.start(address);
    }
}
