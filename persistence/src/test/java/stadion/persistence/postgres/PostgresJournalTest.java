package stadion.persistence.postgres;

import stadion.persistence.contract.JournalContract;

class PostgresJournalTest extends JournalContract {

    PostgresJournalTest() {
        super(new PostgresStores().forOneStore());
    }
}
