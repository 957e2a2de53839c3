package stadion.persistence;

import com.typesafe.config.Config;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import stadion.persistence.contract.SnapshotStoreContract;

class EmbeddedSnapshotStoreTest extends SnapshotStoreContract {

    @TempDir
    static Path dir;

    private EmbeddedStore store;

    @Override
    protected Config open() {
        store = EmbeddedStore.open(dir);
        return store.config();
    }

    @Override
    protected void close() {
        store.close();
    }
}
