package stadion.persistence;

import stadion.persistence.contract.JournalContract;

class EmbeddedJournalTest extends JournalContract {

    EmbeddedJournalTest() {
        super(new EmbeddedStoreUnderTest());
    }
}
