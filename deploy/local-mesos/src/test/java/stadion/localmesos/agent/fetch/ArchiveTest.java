package stadion.localmesos.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    @TempDir
    Path directory;

    Path sandbox;

    @BeforeEach
    void makeSandbox() throws IOException {
        sandbox = Files.createDirectory(directory.resolve("sandbox"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.tar", "x.tar.gz", "x.tgz", "x.tar.bz2", "x.tbz2", "x.tar.xz", "x.txz", "x.zip"})
    void filesDirectoriesModesAndLinksAreUnpacked(String name) throws IOException {
        var file = name.endsWith(".zip") ? zip(name) : tar(name);

        Archive.named(name).orElseThrow().extract(file, sandbox);

        assertThat(sandbox.resolve("dir/run.sh")).hasContent("#!/bin/sh");
        assertThat(modeOf("dir/run.sh")).isEqualTo("rwxr-x---");
        assertThat(modeOf("dir")).isEqualTo("r-xr-xr-x");
        assertThat(sandbox.resolve("deep/er/file")).hasContent("deep");
        assertThat(Files.readSymbolicLink(sandbox.resolve("link"))).hasToString("dir/run.sh");
    }

    @Test
    void aSingleCompressedFileLosesItsEnding() throws IOException {
        var file = sandbox.resolve("data.json.gz");
        try (var out = new GzipCompressorOutputStream(Files.newOutputStream(file))) {
            out.write("{}".getBytes(StandardCharsets.UTF_8));
        }

        Archive.named("data.json.gz").orElseThrow().extract(file, sandbox);

        assertThat(sandbox.resolve("data.json")).hasContent("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.txt", "x.jar", "x.7z", "tar"})
    void otherFilesAreNoArchives(String name) {
        assertThat(Archive.named(name)).isEmpty();
    }

    @Test
    void filesThatAreThereAreReplaced() throws IOException {
        Files.createDirectory(sandbox.resolve("dir"));
        Files.writeString(sandbox.resolve("dir/run.sh"), "old");

        Archive.named("x.tar").orElseThrow().extract(tar("x.tar"), sandbox);

        assertThat(sandbox.resolve("dir/run.sh")).hasContent("#!/bin/sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/tmp/evil-of-archive-test"})
    void entriesThatLeaveTheSandboxAreRefused(String name) throws IOException {
        var file = tarOf(tar -> {
            var entry = new TarArchiveEntry(name, true);
            put(tar, entry, "evil");
        });

        assertThatThrownBy(() -> Archive.named("x.tar").orElseThrow().extract(file, sandbox))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lies outside of the sandbox");
        assertThat(directory.resolve("evil")).doesNotExist();
        assertThat(Path.of("/tmp/evil-of-archive-test")).doesNotExist();
    }

    @Test
    void linksThatLeaveTheSandboxAreRefused() throws IOException {
        var file = tarOf(tar -> put(tar, symbolicLink("out", "../"), ""));

        assertThatThrownBy(() -> Archive.named("x.tar").orElseThrow().extract(file, sandbox))
                .hasMessageContaining("leads out of the sandbox");
    }

    @Test
    void entriesBehindALinkThatWasThereAreRefused() throws IOException {
        Files.createSymbolicLink(sandbox.resolve("out"), directory);
        var file = tarOf(tar -> put(tar, new TarArchiveEntry("out/evil"), "evil"));

        assertThatThrownBy(() -> Archive.named("x.tar").orElseThrow().extract(file, sandbox))
                .hasMessageContaining("behind a link out of the sandbox");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void aFileIsNotWrittenThroughALink() throws IOException {
        var outside = Files.writeString(directory.resolve("outside"), "untouched");
        Files.createSymbolicLink(sandbox.resolve("file"), outside);
        var file = tarOf(tar -> put(tar, new TarArchiveEntry("file"), "new"));

        Archive.named("x.tar").orElseThrow().extract(file, sandbox);

        assertThat(outside).hasContent("untouched");
        assertThat(sandbox.resolve("file")).hasContent("new");
    }

    @Test
    void hardLinksAreKept() throws IOException {
        var file = tarOf(tar -> {
            put(tar, new TarArchiveEntry("one"), "same");
            var link = new TarArchiveEntry("two", TarConstants.LF_LINK);
            link.setLinkName("one");
            put(tar, link, "");
        });

        Archive.named("x.tar").orElseThrow().extract(file, sandbox);

        assertThat(Files.getAttribute(sandbox.resolve("two"), "unix:ino"))
                .isEqualTo(Files.getAttribute(sandbox.resolve("one"), "unix:ino"));
    }

    @Test
    void brokenArchivesAreRefused() throws IOException {
        var file = Files.writeString(directory.resolve("x.tgz"), "no archive");

        assertThatThrownBy(() -> Archive.named("x.tgz").orElseThrow().extract(file, sandbox))
                .isInstanceOf(IOException.class);
    }

    private Path tar(String name) throws IOException {
        var file = directory.resolve(name);
        try (var tar = new TarArchiveOutputStream(compressed(name, Files.newOutputStream(file)))) {
            fill(tar);
        }
        return file;
    }

    private static void fill(TarArchiveOutputStream tar) {
        var dir = new TarArchiveEntry("dir/");
        dir.setMode(040555);
        put(tar, dir, "");
        var run = new TarArchiveEntry("./dir/run.sh");
        run.setMode(0100750);
        put(tar, run, "#!/bin/sh");
        put(tar, new TarArchiveEntry("deep/er/file"), "deep");
        put(tar, symbolicLink("link", "dir/run.sh"), "");
    }

    private Path tarOf(Consumer<TarArchiveOutputStream> content) throws IOException {
        var file = directory.resolve("x.tar");
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            content.accept(tar);
        }
        return file;
    }

    private static TarArchiveEntry symbolicLink(String name, String target) {
        var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        link.setLinkName(target);
        return link;
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, String content) {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        try {
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static OutputStream compressed(String name, OutputStream out) throws IOException {
        if (name.endsWith("gz")) {
            return new GzipCompressorOutputStream(out);
        } else if (name.endsWith("bz2")) {
            return new BZip2CompressorOutputStream(out);
        } else if (name.endsWith("xz")) {
            return new XZCompressorOutputStream(out);
        }
        return out;
    }

    private Path zip(String name) throws IOException {
        var file = directory.resolve(name);
        try (var zip = new ZipArchiveOutputStream(file)) {
            put(zip, "dir/", 040555, "");
            put(zip, "dir/run.sh", 0100750, "#!/bin/sh");
            put(zip, "deep/er/file", 0100644, "deep");
            put(zip, "link", 0120777, "dir/run.sh");
        }
        return file;
    }

    private static void put(ZipArchiveOutputStream zip, String name, int mode, String content) throws IOException {
        var entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode);
        zip.putArchiveEntry(entry);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
    }

    private String modeOf(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.resolve(path)));
    }
}
