package stadion.persistence;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import stadion.persistence.contract.StoreUnderTest;

/** An embedded store in a directory of its own. */
final class EmbeddedStoreUnderTest implements StoreUnderTest {

    private Path dir;
    private EmbeddedStore store;

    @Override
    public Config open() throws IOException {
        dir = Files.createTempDirectory("stadion-store-");
        store = EmbeddedStore.open(dir);
        return store.config();
    }

    @Override
    public void close() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> insideOut = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : insideOut) {
                Files.delete(file);
            }
        }
    }
}
