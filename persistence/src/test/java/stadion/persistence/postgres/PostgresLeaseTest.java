package stadion.persistence.postgres;

import stadion.persistence.contract.LeaseContract;

class PostgresLeaseTest extends LeaseContract {

    PostgresLeaseTest() {
        super(new PostgresStores());
    }
}
