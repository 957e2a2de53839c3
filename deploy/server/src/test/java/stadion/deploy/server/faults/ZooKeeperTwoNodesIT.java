package stadion.deploy.server.faults;

/** Two nodes share a ZooKeeper ensemble. */
class ZooKeeperTwoNodesIT extends TwoNodesContract {

    @Override
    SharedStoreServer store(String address) throws Exception {
        return ZooKeeperUnderTest.start(address);
    }
}
