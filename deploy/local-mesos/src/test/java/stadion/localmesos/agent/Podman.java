package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.agent.process.Programs;

/** A podman with a storage of its own and an image of a static busybox, made on this machine. */
final class Podman implements AutoCloseable {

    static final String IMAGE = "localhost/stadion-test:1";

    /** Ways to call podman of which the first that runs a container is used; the second is for machines that are containers. */
    private static final List<ContainerTool> WAYS = List.of(
            new ContainerTool("podman", List.of(), List.of()),
            new ContainerTool(
                    "podman",
                    List.of("--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--runtime", "runc"),
                    List.of("--ulimit", "nofile=1024:20000", "--ulimit", "nproc=1000:1000")));

    private final Path directory;
    private final ContainerTool tool;

    private Podman(Path directory, ContainerTool tool) {
        this.directory = directory;
        this.tool = tool;
    }

    /** Looks for a podman that works; without one, {@code why} is told what is missing. */
    static Optional<Podman> find(Path directory, StringBuilder why) throws IOException, InterruptedException {
        if (Programs.find("podman").isEmpty() || Programs.find("busybox").isEmpty()) {
            why.append("podman or busybox (a static one) is not installed");
            return Optional.empty();
        }
        var image = makeImage(directory);
        for (var i = 0; i < WAYS.size(); i++) {
            var way = WAYS.get(i);
            var storage = directory.resolve("storage-" + i);
            var arguments = new ArrayList<>(way.arguments());
            arguments.addAll(List.of(
                    "--root",
                    storage.resolve("root").toString(),
                    "--runroot",
                    storage.resolve("run").toString()));
            var podman = new Podman(directory, new ContainerTool(way.command(), arguments, way.runArguments()));
            if (podman.call(why, "import", image.toString(), IMAGE)
                    && podman.call(why, podman.run("--rm", "--net", "none", IMAGE, "/bin/true"))) {
                return Optional.of(podman);
            }
            podman.close();
        }
        return Optional.empty();
    }

    ContainerTool tool() {
        return tool;
    }

    /** What podman answers to a command. */
    String ask(String... words) throws IOException, InterruptedException {
        var answer = new StringBuilder();
        call(answer, words);
        return answer.toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        call(new StringBuilder(), "rm", "-a", "-f", "-t", "0");
        call(new StringBuilder(), "rmi", "-a", "-f");
        for (var i = 0; i < WAYS.size(); i++) {
            var overlay = directory.resolve("storage-" + i + "/root/overlay");
            if (Files.exists(overlay)) {
                new ProcessBuilder("umount", overlay.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
        }
    }

    private String[] run(String... words) {
        var line = new ArrayList<>(List.of("run"));
        line.addAll(tool.runArguments());
        line.addAll(List.of(words));
        return line.toArray(String[]::new);
    }

    private boolean call(StringBuilder answer, String... words) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(tool.command()));
        line.addAll(tool.arguments());
        line.addAll(List.of(words));
        var output = Files.createTempFile(directory, "podman", ".out");
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        var inTime = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        answer.append(Files.readString(output));
        return inTime && process.waitFor() == 0;
    }

    private static Path makeImage(Path directory) throws IOException, InterruptedException {
        var root = directory.resolve("image");
        var bin = Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("tmp"));
        Files.copy(
                Programs.find("busybox").orElseThrow(),
                bin.resolve("busybox"),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        for (var name :
                List.of("sh", "sleep", "true", "false", "echo", "cat", "httpd", "mkdir", "env", "pwd", "test")) {
            Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
        }
        var tar = directory.resolve("image.tar");
        new ProcessBuilder("tar", "-C", root.toString(), "-cf", tar.toString(), ".")
                .start()
                .waitFor();
        return tar;
    }
}
