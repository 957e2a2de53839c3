package stadion.persistence.kill;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class KilledEmbeddedStoreTest extends KilledNodeContract {

    @TempDir
    Path dir;

    @Override
    String store() {
        return dir.toString();
    }

    @Override
    int kills() {
        return 20;
    }
}
