package stadion.deploy.server.faults;

/** Two nodes share a PostgreSQL database. */
class PostgresTwoNodesIT extends TwoNodesContract {

    @Override
    SharedStoreServer store(String address) throws Exception {
        return PostgresUnderTest.start(address);
    }
}
