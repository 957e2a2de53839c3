package stadion.persistence.postgres;

import stadion.persistence.contract.SnapshotStoreContract;

class PostgresSnapshotStoreTest extends SnapshotStoreContract {

    PostgresSnapshotStoreTest() {
        super(new PostgresStores().forOneStore());
    }
}
