package stadion.localmesos.agent;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Resource;
import stadion.localmesos.resources.Resources;

/** What an agent remembers of itself: a file that survives even a power failure once {@link #write} has returned. */
record AgentCheckpoint(Path file) {

    /**
     * The agent as it was last.
     *
     * @param configured as it was told to be, with the port it then chose
     * @param total its resources with what was reserved and created
     */
    record Stored(AgentInfo configured, List<Resource> total) {

        /** An agent as it is configured now, with what was reserved and created before. */
        static Stored of(AgentInfo configured, Optional<Stored> before) {
            var resources = Resources.of(configured.getResourcesList());
            var total = before.map(it -> Resources.of(it.total).changedSinceConfigured())
                    .map(resources::withChanges)
                    .orElse(resources);
            return new Stored(configured, total.toProtos());
        }
    }

    Optional<Stored> read() throws IOException {
        try (var in = Files.newInputStream(file)) {
            var configured = AgentInfo.parseDelimitedFrom(in);
            var total = AgentInfo.parseDelimitedFrom(in);
            if (total == null) {
                throw new IOException("'" + file + "' is cut off; without it the agent does not know what is reserved");
            }
            return Optional.of(new Stored(configured, total.getResourcesList()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(Stored stored) throws IOException {
        Files.createDirectories(file.getParent());
        var next = file.resolveSibling(file.getFileName() + ".next");
        try (var channel = FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                var out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            stored.configured.writeDelimitedTo(out);
            stored.configured.toBuilder()
                    .clearResources()
                    .addAllResources(stored.total)
                    .build()
                    .writeDelimitedTo(out);
            out.flush();
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (var directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
