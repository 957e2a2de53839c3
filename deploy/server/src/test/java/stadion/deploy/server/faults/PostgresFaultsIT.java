package stadion.deploy.server.faults;

/** The nodes share a PostgreSQL database. */
class PostgresFaultsIT extends FaultsContract {

    @Override
    SharedStoreServer store(String address) throws Exception {
        return PostgresUnderTest.start(address);
    }
}
