package stadion.localmesos.agent;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.agent.process.TaskFiles;

/**
 * What an agent has noted of one task: its status updates, which of them were acknowledged, and that it is to be killed.
 *
 * @param directory the task's own; also that of its {@link TaskFiles}
 */
record TaskCheckpoint(Path directory) {

    private static final int UPDATE = 'U';
    private static final int ACKNOWLEDGEMENT = 'A';

    /**
     * What had been noted before a restart.
     *
     * @param latest the last update, acknowledged or not
     * @param unacknowledged oldest first
     */
    record Updates(Optional<TaskStatus> latest, List<TaskStatus> unacknowledged) {}

    static Path directory(Path run, TaskID task) {
        return run.resolve("tasks").resolve(task.getValue());
    }

    TaskFiles files() {
        return new TaskFiles(directory);
    }

    void addUpdate(TaskStatus status) throws IOException {
        append(UPDATE, status.toByteArray());
    }

    void addAcknowledgement(ByteString uuid) throws IOException {
        append(ACKNOWLEDGEMENT, uuid.toByteArray());
    }

    /** Reads the updates back; a record cut off at the end, which was never sent, is removed. */
    Updates readUpdates() throws IOException {
        Optional<TaskStatus> latest = Optional.empty();
        var waiting = new ArrayDeque<TaskStatus>();
        long valid = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(updatesFile())))) {
            var left = Files.size(updatesFile());
            while (left >= 5) {
                var kind = in.readByte();
                var length = in.readInt();
                left -= 5;
                if (length < 0 || length > left) {
                    break;
                }
                var bytes = in.readNBytes(length);
                left -= length;
                valid += 5L + length;
                if (kind == UPDATE) {
                    var status = TaskStatus.parseFrom(bytes);
                    latest = Optional.of(status);
                    waiting.add(status);
                } else {
                    var uuid = ByteString.copyFrom(bytes);
                    waiting.removeIf(status -> status.getUuid().equals(uuid));
                }
            }
        } catch (NoSuchFileException e) {
            return new Updates(Optional.empty(), List.of());
        }
        try (var file = FileChannel.open(updatesFile(), StandardOpenOption.WRITE)) {
            file.truncate(valid);
        }
        return new Updates(latest, List.copyOf(waiting));
    }

    /** Notes that the task is to be killed, before the first signal is sent. */
    void writeKill(KillOrder order) throws IOException {
        var next = directory.resolve("kill.next");
        Files.writeString(next, order.format());
        Files.move(next, directory.resolve("kill"), StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<KillOrder> readKill() throws IOException {
        try {
            return Optional.of(KillOrder.parse(Files.readString(directory.resolve("kill"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void append(int kind, byte[] content) throws IOException {
        var record = new ByteArrayOutputStream(content.length + 5);
        record.write(kind);
        record.write(content.length >>> 24);
        record.write(content.length >>> 16);
        record.write(content.length >>> 8);
        record.write(content.length);
        record.write(content, 0, content.length);
        Files.write(
                updatesFile(),
                record.toByteArray(),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    private Path updatesFile() {
        return directory.resolve("updates");
    }
}
