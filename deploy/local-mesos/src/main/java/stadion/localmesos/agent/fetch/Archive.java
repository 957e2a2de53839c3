package stadion.localmesos.agent.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A kind of archive that is unpacked, known by the end of its name, as in Mesos' {@code launcher/fetcher.cpp}.
 *
 * @param ending how the name ends
 * @param container what the archive is once it is decompressed
 * @param decompressor how it is decompressed
 */
record Archive(String ending, Container container, Decompressor decompressor) {

    private static final List<Archive> ALL = List.of(
            new Archive(".tar", Container.TAR, in -> in),
            new Archive(".tar.gz", Container.TAR, Archive::gunzip),
            new Archive(".tgz", Container.TAR, Archive::gunzip),
            new Archive(".tar.bz2", Container.TAR, Archive::bunzip2),
            new Archive(".tbz2", Container.TAR, Archive::bunzip2),
            new Archive(".tar.xz", Container.TAR, Archive::unxz),
            new Archive(".txz", Container.TAR, Archive::unxz),
            new Archive(".zip", Container.ZIP, in -> in),
            new Archive(".gz", Container.SINGLE_FILE, Archive::gunzip));

    enum Container {
        TAR,
        ZIP,
        SINGLE_FILE
    }

    interface Decompressor {
        InputStream on(InputStream compressed) throws IOException;
    }

    /** The kind of archive that a file of this name is; empty if it is none. */
    static Optional<Archive> named(String name) {
        return ALL.stream().filter(archive -> name.endsWith(archive.ending)).findFirst();
    }

    /**
     * Unpacks a file into a directory, with modes and links; files that are there are replaced.
     *
     * @throws IOException if the file is broken or an entry would come to lie outside of the directory
     */
    void extract(Path file, Path directory) throws IOException {
        if (container == Container.ZIP) {
            unzip(file, directory);
            return;
        }
        try (var compressed = new BufferedInputStream(Files.newInputStream(file));
                var in = decompressor.on(compressed)) {
            if (container == Container.TAR) {
                untar(in, directory);
            } else {
                var name = file.getFileName().toString();
                var unpacked = directory.resolve(name.substring(0, name.length() - ending.length()));
                Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static InputStream gunzip(InputStream in) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
    }

    private static InputStream bunzip2(InputStream in) throws IOException {
        return new BZip2CompressorInputStream(in, true);
    }

    private static InputStream unxz(InputStream in) throws IOException {
        return XZCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get();
    }

    private static void untar(InputStream in, Path directory) throws IOException {
        var target = new ExtractionTarget(directory);
        var tar = new TarArchiveInputStream(in, "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.isDirectory()) {
                target.directory(entry.getName(), entry.getMode());
            } else if (entry.isSymbolicLink()) {
                target.symbolicLink(entry.getName(), entry.getLinkName());
            } else if (entry.isLink()) {
                target.hardLink(entry.getName(), entry.getLinkName());
            } else if (entry.isFile()) {
                target.file(entry.getName(), entry.getMode(), tar);
            }
        }
        target.finish();
    }

    private static void unzip(Path file, Path directory) throws IOException {
        var target = new ExtractionTarget(directory);
        try (var zip = ZipFile.builder().setPath(file).get()) {
            var entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                if (entry.isDirectory()) {
                    target.directory(entry.getName(), entry.getUnixMode());
                } else if (entry.isUnixSymlink()) {
                    target.symbolicLink(entry.getName(), zip.getUnixSymlink(entry));
                } else {
                    try (var in = zip.getInputStream(entry)) {
                        target.file(entry.getName(), entry.getUnixMode(), in);
                    }
                }
            }
        }
        target.finish();
    }
}
