package stadion.persistence.zookeeper;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Records of any size in nodes of a bounded one. A small record is in its node, after a 0. A large one is in nodes beside it, called {@code <name>.<id>.<number>}, which are written
 * before it; its node then holds a 1, their number and their id. So a record is there as a whole or not at all, and parts of one that was never finished are in nobody's way.
 */
final class Parts {

    /** Bytes in one node. ZooKeeper takes requests of up to 1 MiB in all, what else is in them included. */
    static final int LARGEST = 512 * 1024;

    private static final byte WHOLE = 0;
    private static final byte SPLIT = 1;
    private static final int ID_BYTES = 16;

    private Parts() {}

    /**
     * @param head the data of the record's own node
     * @param parts the data of the nodes beside it, by their names
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Split(byte[] head, List<Part> parts) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Part(String name, byte[] data) {}

    static Split split(String name, byte[] record) {
        if (record.length < LARGEST) {
            byte[] head = new byte[record.length + 1];
            head[0] = WHOLE;
            System.arraycopy(record, 0, head, 1, record.length);
            return new Split(head, List.of());
        }
        UUID id = UUID.randomUUID();
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < record.length; from += LARGEST) {
            byte[] data = Arrays.copyOfRange(record, from, Math.min(from + LARGEST, record.length));
            parts.add(new Part(name(name, id, parts.size()), data));
        }
        ByteBuffer head = ByteBuffer.allocate(1 + Integer.BYTES + ID_BYTES);
        head.put(SPLIT).putInt(parts.size());
        head.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return new Split(head.array(), parts);
    }

    /** The record whose node at that path holds that. */
    static CompletionStage<byte[]> join(Znodes znodes, String path, byte[] head) {
        if (head[0] == WHOLE) {
            return CompletableFuture.completedFuture(Arrays.copyOfRange(head, 1, head.length));
        }
        ByteBuffer split = ByteBuffer.wrap(head, 1, head.length - 1);
        int number = split.getInt();
        UUID id = new UUID(split.getLong(), split.getLong());
        CompletionStage<ByteArrayOutputStream> joined = CompletableFuture.completedFuture(new ByteArrayOutputStream());
        for (int i = 0; i < number; i++) {
            String part = name(path, id, i);
            joined = joined.thenCombine(znodes.read(part), (bytes, found) -> {
                bytes.writeBytes(found.orElseThrow(
                                () -> new IllegalStateException("ZooKeeper lacks " + part + ", a part of a record"))
                        .data());
                return bytes;
            });
        }
        return joined.thenApply(ByteArrayOutputStream::toByteArray);
    }

    /** Whether a node of that name is a part of a record. */
    static boolean isPart(String name) {
        return name.indexOf('.') >= 0;
    }

    /** The name of the record that a node belongs to. */
    static String recordOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String name(String record, UUID id, int number) {
        return record + "." + id + "." + number;
    }
}
