package stadion.localmesos.agent.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Downloads that tasks asked to be kept, by their URI. As in Mesos, what is kept is not compared with the server again.
 * Those not used for longest go when there is too much.
 */
final class FetchCache {

    private static final String UNFINISHED = ".part";

    private final Path directory;
    private final long capacity;
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    /**
     * A cache.
     *
     * @param capacity bytes that may be kept; a single download may be larger and is kept until the next one
     */
    FetchCache(Path directory, long capacity) {
        this.directory = directory;
        this.capacity = capacity;
    }

    /** Puts something into a file. */
    interface Source {
        void write(Path file) throws IOException, FetchException, InterruptedException;
    }

    /** Copies what the URI leads to into a file, from the cache if it is there, else through it. */
    void copy(String uri, Source source, Path file) throws IOException, FetchException, InterruptedException {
        var key = keyOf(uri);
        synchronized (locks.computeIfAbsent(key, k -> new Object())) {
            var kept = directory.resolve(key);
            if (!Files.exists(kept)) {
                Files.createDirectories(directory);
                var part = directory.resolve(key + UNFINISHED);
                source.write(part);
                Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
                evictBut(kept);
            }
            Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
            Files.copy(kept, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private synchronized void evictBut(Path newest) throws IOException {
        var kept = list();
        var size = 0L;
        for (var file : kept) {
            size += Files.size(file);
        }
        for (var file : kept) {
            if (size > capacity && !file.equals(newest)) {
                size -= Files.size(file);
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.toString().endsWith(UNFINISHED))
                    .sorted(Comparator.comparing(FetchCache::lastUsed))
                    .toList();
        }
    }

    private static FileTime lastUsed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.from(Instant.EPOCH);
        }
    }

    private static String keyOf(String uri) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(uri.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
