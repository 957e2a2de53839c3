package stadion.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a second server away from a data directory. The operating system holds the lock on {@code stadion.lock} for this process, so it is gone when the process
 * is, however it ended; the file holds the process id, for the message that the second server shows.
 */
final class DataDirLock implements AutoCloseable {

    private final FileChannel channel;

    private DataDirLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws StoreUnavailable if another process (or this one) holds the directory
     * @throws IOException if the lock file cannot be written
     */
    static DataDirLock acquire(Path dataDir) throws IOException {
        Path file = dataDir.resolve("stadion.lock");
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        try {
            if (!tryLock(channel)) {
                throw new StoreUnavailable("The data directory " + dataDir + " is in use by another server"
                        + owner(file) + ". Stop that one, or give this one its own directory with --data_dir.");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
            return new DataDirLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String owner(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
