package stadion.localmesos.agent.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sandboxes of an agent as files that may be looked at. Blocks. */
public final class SandboxFiles {

    /** Sandboxes lie at {@code frameworks/ID/executors/ID/runs/ID} below the root. */
    private static final int DEPTH = 6;

    /** The most that Mesos gives out at once: 16 pages. */
    private static final int LONGEST_READ = 16 * 4096;

    private final Path root;

    /** The files of all sandboxes below {@code root}, which is absolute. */
    public SandboxFiles(Path root) {
        this.root = root;
    }

    /** What was read, as UTF-8, and how many bytes the whole file has. */
    record Content(String data, long size) {}

    /** The entries of a directory by name; none for a file. Links that lead nowhere are left out. */
    List<FileEntry> browse(String path) throws FilesException, IOException {
        var directory = resolve(path);
        var entries = new ArrayList<FileEntry>();
        if (!Files.isDirectory(directory)) {
            return entries;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (var file : files.sorted().toList()) {
                var shown = path.replaceFirst("/+$", "") + "/" + file.getFileName();
                FileEntry.of(file, shown).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /**
     * Reads a part of a file.
     *
     * @param offset where to begin, at least 0
     * @param length how much at most; empty: as much as is given out at once
     */
    Content read(String path, long offset, Optional<Long> length) throws FilesException, IOException {
        var file = resolve(path);
        if (Files.isDirectory(file)) {
            throw FilesException.badRequest("Cannot read a directory");
        }
        try (var channel = FileChannel.open(file)) {
            var size = channel.size();
            var wanted = Math.min(length.orElse((long) LONGEST_READ), LONGEST_READ);
            var bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(wanted, size - offset)));
            var end = false;
            while (bytes.hasRemaining() && !end) {
                end = channel.read(bytes, offset + bytes.position()) < 0;
            }
            return new Content(StandardCharsets.UTF_8.decode(bytes.flip()).toString(), size);
        }
    }

    /** The real file that a path stands for, to be given out as a whole. */
    Path download(String path) throws FilesException, IOException {
        var file = resolve(path);
        if (Files.isDirectory(file)) {
            throw FilesException.badRequest("Cannot download a directory");
        }
        return file;
    }

    /**
     * Finds the file for a path: an absolute one of this machine, or one that begins with {@code /frameworks}. It has to lie
     * in the sandbox that the path names, also after all links are followed.
     */
    private Path resolve(String text) throws FilesException, IOException {
        var path = parse(text);
        if (!path.startsWith(root) || path.getNameCount() - root.getNameCount() < DEPTH) {
            throw FilesException.notFound();
        }
        var sandbox = root.resolve(path.subpath(root.getNameCount(), root.getNameCount() + DEPTH));
        if (!Files.isDirectory(sandbox) || !Files.exists(path)) {
            throw FilesException.notFound();
        }
        var realSandbox = sandbox.toRealPath();
        var real = path.toRealPath();
        if (!real.startsWith(realSandbox) || !realSandbox.startsWith(root.toRealPath())) {
            throw FilesException.badRequest("'" + text + "' is inaccessible");
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw FilesException.badRequest("'" + text + "' is neither a file nor a directory");
        }
        return real;
    }

    private Path parse(String text) throws FilesException {
        try {
            var path = Path.of(text);
            return (path.startsWith("/frameworks") ? root.resolve(path.subpath(0, path.getNameCount())) : path)
                    .normalize();
        } catch (InvalidPathException e) {
            throw FilesException.notFound();
        }
    }
}
