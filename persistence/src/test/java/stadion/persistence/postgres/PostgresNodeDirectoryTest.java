package stadion.persistence.postgres;

import stadion.persistence.contract.NodeDirectoryContract;

class PostgresNodeDirectoryTest extends NodeDirectoryContract {

    PostgresNodeDirectoryTest() {
        super(new PostgresStores());
    }
}
