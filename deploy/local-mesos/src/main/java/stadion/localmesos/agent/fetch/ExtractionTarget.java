package stadion.localmesos.agent.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A directory that an archive is unpacked into and that none of its entries can leave, whatever names and links it has. */
final class ExtractionTarget {

    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private final Path root;

    /** Set last, as a directory may not be writable. */
    private final Map<Path, Integer> directoryModes = new LinkedHashMap<>();

    ExtractionTarget(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    void directory(String name, int mode) throws IOException {
        var path = resolve(name);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            Files.createDirectories(path);
        }
        if (!path.equals(root)) {
            directoryModes.put(path, mode);
        }
    }

    /**
     * Writes a file.
     *
     * @param mode its permissions; 0 if the archive knows none
     */
    void file(String name, int mode, InputStream content) throws IOException {
        var path = replace(name);
        Files.copy(content, path);
        setMode(path, mode);
    }

    void symbolicLink(String name, String target) throws IOException {
        var path = replace(name);
        if (!path.getParent().resolve(target).normalize().startsWith(root)) {
            throw new IOException("link '" + name + "' to '" + target + "' leads out of the sandbox");
        }
        Files.createSymbolicLink(path, Path.of(target));
    }

    void hardLink(String name, String target) throws IOException {
        var existing = resolve(target);
        if (!Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("link '" + name + "' needs '" + target + "', which is not in the archive");
        }
        Files.createLink(replace(name), existing);
    }

    void finish() throws IOException {
        for (var entry : directoryModes.entrySet()) {
            setMode(entry.getKey(), entry.getValue());
        }
    }

    private Path replace(String name) throws IOException {
        var path = resolve(name);
        if (path.equals(root)) {
            throw new IOException("entry '" + name + "' has no name");
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
        }
        return path;
    }

    /** Where an entry goes; the directory it is in exists then and is no link to anywhere else. */
    private Path resolve(String name) throws IOException {
        var path = root.resolve(name).normalize();
        if (name.startsWith("/") || !path.startsWith(root)) {
            throw new IOException("entry '" + name + "' lies outside of the sandbox");
        }
        if (!path.equals(root)) {
            makeInside(path.getParent(), name);
        }
        return path;
    }

    /** Makes a directory step by step, so that none is made behind a link that leads elsewhere. */
    private void makeInside(Path directory, String name) throws IOException {
        var path = root;
        for (var part : root.relativize(directory)) {
            if (part.toString().isEmpty()) {
                continue;
            }
            path = path.resolve(part);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(path);
            }
            if (!path.toRealPath().startsWith(root)) {
                throw new IOException("entry '" + name + "' lies behind a link out of the sandbox");
            }
        }
    }

    private static void setMode(Path path, int mode) throws IOException {
        if ((mode & 0777) != 0) {
            Files.setPosixFilePermissions(path, permissions(mode));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (var bit = 0; bit < BITS.length; bit++) {
            if ((mode & (1 << bit)) != 0) {
                permissions.add(BITS[bit]);
            }
        }
        return permissions;
    }
}
