package stadion.persistence;

import stadion.persistence.contract.SnapshotStoreContract;

class EmbeddedSnapshotStoreTest extends SnapshotStoreContract {

    EmbeddedSnapshotStoreTest() {
        super(new EmbeddedStoreUnderTest());
    }
}
