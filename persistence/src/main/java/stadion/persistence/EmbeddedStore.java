package stadion.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** The store of a single server: one SQLite file, {@code stadion.db} in the data directory. An event is on the disk (written and synced) before it is acknowledged. */
public final class EmbeddedStore implements Store {

    private final Path file;
    private final DataDirLock lock;

    private EmbeddedStore(Path file, DataDirLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Creates the directory and the database if they are not there, takes the directory for this process, and checks the database.
     *
     * @throws StoreUnavailable if another server uses the directory, it cannot be written, or the database is damaged or of a later version
     */
    public static EmbeddedStore open(Path dataDir) {
        Path dir = dataDir.toAbsolutePath().normalize();
        if (dir.toString().contains("?")) {
            throw new StoreUnavailable(
                    "The data directory " + dir
                            + " has a question mark in its path, which the database driver cannot open. Choose another with --data_dir.");
        }
        DataDirLock lock = take(dir);
        try {
            Path file = dir.resolve("stadion.db");
            EmbeddedDatabase.prepare(file);
            return new EmbeddedStore(file, lock);
        } catch (RuntimeException e) {
            release(lock, e);
            throw e;
        }
    }

    private static DataDirLock take(Path dir) {
        try {
            Files.createDirectories(dir);
            return DataDirLock.acquire(dir);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw unwritable(dir, e.getFile() + ": " + reason, e);
        } catch (IOException e) {
            throw unwritable(dir, e.getMessage(), e);
        }
    }

    private static StoreUnavailable unwritable(Path dir, String why, IOException cause) {
        return new StoreUnavailable(
                "The data directory " + dir + " cannot be written: " + why
                        + ". Check that it is a directory, who owns it, and that the disk is neither full nor read-only.",
                cause);
    }

    private static void release(DataDirLock lock, Exception because) {
        try {
            lock.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public Config config() {
        Config file = ConfigFactory.parseMap(
                Map.of("stadion.embedded-store.url", EmbeddedDatabase.url(this.file)), "the data directory");
        return ConfigFactory.parseResources(EmbeddedStore.class, "embedded.conf")
                .withFallback(file)
                .resolve();
    }

    /** The database file. */
    public Path file() {
        return file;
    }

    /** Folds the write-ahead log into the database file, so that the one file is the whole store, and gives the directory free. */
    @Override
    public void close() {
        try (lock) {
            EmbeddedDatabase.checkpoint(file);
        } catch (IOException | SQLException e) {
            throw new StoreUnavailable("The database " + file + " could not be closed: " + e.getMessage(), e);
        }
    }
}
