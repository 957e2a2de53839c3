package stadion.localmesos.agent.fetch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * Fetches URIs into sandboxes. What it does is noted in the sandbox's {@code stderr}, as Mesos' fetcher does. Thread-safe;
 * blocks, and stops when the thread is interrupted.
 */
public final class Fetcher {

    /** Mesos' default of {@code --fetcher_stall_timeout}. */
    private static final Duration STALL_TIMEOUT = Duration.ofMinutes(1);

    private static final Duration TIMEOUT = Duration.ofHours(1);

    /** Mesos' default of {@code --fetcher_cache_size}. */
    private static final long CACHE_SIZE = 2L << 30;

    private final Download download;
    private final FetchCache cache;

    /** A fetcher that keeps what it is asked to keep in this directory. */
    public Fetcher(Path cacheDirectory) {
        this(new Download(STALL_TIMEOUT, TIMEOUT), new FetchCache(cacheDirectory, CACHE_SIZE));
    }

    Fetcher(Download download, FetchCache cache) {
        this.download = download;
        this.cache = cache;
    }

    /**
     * Fetches all URIs, one after the other.
     *
     * @throws FetchException at the first that fails; the message names it and says why
     */
    public void fetch(List<CommandInfo.URI> uris, Path sandbox) throws FetchException, InterruptedException {
        for (var uri : uris) {
            var shown = FetchSource.shown(uri.getValue());
            try {
                fetch(uri, sandbox);
                note(sandbox, "Fetched '" + shown + "'");
            } catch (FetchException e) {
                note(sandbox, "Failed to fetch '" + shown + "': " + e.getMessage());
                throw new FetchException("'" + shown + "': " + e.getMessage(), e);
            }
        }
    }

    private void fetch(CommandInfo.URI uri, Path sandbox) throws FetchException, InterruptedException {
        var file = target(uri, sandbox);
        try {
            Files.createDirectories(file.getParent());
            if (uri.getCache()) {
                cache.copy(uri.getValue().strip(), part -> get(uri.getValue(), part), file);
            } else {
                get(uri.getValue(), file);
            }
        } catch (IOException e) {
            throw new FetchException("can't write it into the sandbox: " + e.getMessage(), e);
        }
        if (uri.getExecutable()) {
            makeExecutable(file);
        } else if (uri.getExtract()) {
            extract(file, sandbox);
        }
    }

    private void get(String uri, Path file) throws FetchException, IOException, InterruptedException {
        var source = FetchSource.of(uri);
        if (source instanceof FetchSource.Web web) {
            download.run(web.uri(), file);
        } else if (source instanceof FetchSource.Local local) {
            copy(local.path(), file);
        }
    }

    private static void copy(Path from, Path to) throws FetchException, IOException {
        if (Files.isDirectory(from)) {
            throw new FetchException("it is a directory");
        }
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw new FetchException("no such file", e);
        } catch (AccessDeniedException e) {
            throw new FetchException("permission denied", e);
        }
    }

    /** Where it goes; the output file may name a directory below the sandbox. */
    private static Path target(CommandInfo.URI uri, Path sandbox) throws FetchException {
        var name = uri.hasOutputFile() ? uri.getOutputFile() : FetchSource.nameOf(uri.getValue());
        var file = sandbox.resolve(name).normalize();
        if (name.startsWith("/") || !file.startsWith(sandbox) || file.equals(sandbox)) {
            throw new FetchException("output file '" + name + "' must lie in the sandbox");
        }
        return file;
    }

    private static void makeExecutable(Path file) throws FetchException {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new FetchException("can't make it executable: " + e.getMessage(), e);
        }
    }

    private static void extract(Path file, Path sandbox) throws FetchException {
        var archive = Archive.named(file.getFileName().toString());
        if (archive.isEmpty()) {
            return;
        }
        try {
            archive.get().extract(file, sandbox);
        } catch (IOException | RuntimeException e) {
            throw new FetchException("can't unpack it: " + e.getMessage(), e);
        }
    }

    private static void note(Path sandbox, String line) throws FetchException {
        try {
            Files.writeString(
                    sandbox.resolve("stderr"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new FetchException("can't write to the sandbox: " + e.getMessage(), e);
        }
    }
}
