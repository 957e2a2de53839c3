package stadion.localmesos.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The files through which a process and whoever supervises it know of each other; see the script {@code supervise}.
 *
 * @param directory one per task, for nothing else that has these names
 */
public record TaskFiles(Path directory) {

    /**
     * Makes sure that the process never starts, if it has not started yet.
     *
     * @return whether it never will; false if a script has already begun to start it
     */
    public boolean forbidStart() throws IOException {
        try {
            Files.createDirectory(startedFile());
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.isDirectory(startedFile());
        }
    }

    /** Whether a script has begun to start the process; no other one ever will then. */
    public boolean hasStarted() {
        return Files.isRegularFile(startedFile());
    }

    /**
     * The script that has begun to start the process. Empty also in the moment between its beginning and its saying who it
     * is.
     */
    public Optional<ProcessIdentity> process() {
        return read(startedFile()).filter(text -> text.endsWith("\n")).map(text -> {
            var words = text.strip().split(" ", -1);
            return new ProcessIdentity(Long.parseLong(words[0]), words[1]);
        });
    }

    /** When a script began to start the process. */
    public Optional<Instant> startedAt() {
        try {
            return Optional.of(Files.getLastModifiedTime(startedFile()).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How the process ended, if it has and the script could note it. */
    public Optional<ExitStatus> exit() {
        return read(directory.resolve("exit"))
                .filter(text -> text.endsWith("\n"))
                .map(text -> ExitStatus.ofShell(
                        Integer.parseInt(text.strip()),
                        read(directory.resolve("notice")).orElse("")));
    }

    /** Only the owner may read it: it holds the environment, and so maybe secrets. */
    void writeScript(String script) throws IOException {
        var next = directory.resolve("task.next");
        Files.deleteIfExists(next);
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                next, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOwner)) {
            var bytes = StandardCharsets.UTF_8.encode(script);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(next, directory.resolve("task"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path startedFile() {
        return directory.resolve("started");
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
