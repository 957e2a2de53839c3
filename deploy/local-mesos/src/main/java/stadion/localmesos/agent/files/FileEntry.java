package stadion.localmesos.agent.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;

/**
 * A file or directory as it is listed.
 *
 * @param path the path by which it was asked for
 * @param mode as {@code ls -l} shows it
 * @param mtime last change, in seconds since 1970
 * @param size in bytes
 */
record FileEntry(String path, int nlink, long size, double mtime, String mode, String uid, String gid) {

    private static final int TYPE = 0170000;
    private static final Map<Integer, Character> TYPES =
            Map.of(0040000, 'd', 0020000, 'c', 0060000, 'b', 0010000, 'p', 0120000, 'l', 0140000, 's');

    /** Describes what the file is after links are followed; empty if it is gone. */
    static Optional<FileEntry> of(Path file, String shown) {
        try {
            var attributes = Files.readAttributes(file, "unix:mode,nlink,size,lastModifiedTime,owner,group");
            var modified = (FileTime) attributes.get("lastModifiedTime");
            return Optional.of(new FileEntry(
                    shown,
                    (int) attributes.get("nlink"),
                    (long) attributes.get("size"),
                    modified.toMillis() / 1000.0,
                    describe((int) attributes.get("mode")),
                    attributes.get("owner").toString(),
                    attributes.get("group").toString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String describe(int mode) {
        var text = new StringBuilder().append(TYPES.getOrDefault(mode & TYPE, '-'));
        for (var bit = 8; bit >= 0; bit--) {
            text.append((mode & (1 << bit)) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return text.toString();
    }
}
