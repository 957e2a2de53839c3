package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What the node of an entity in the journal says: the highest number that was ever stored, and up to which number the events are deleted. Its version is expected by each write, so
 * that of two writers one fails.
 *
 * @param version the version of the node; {@link #NONE} while there is none
 */
record Entity(long highest, long deletedTo, int version) {

    static final int NONE = -1;

    static final Entity NEW = new Entity(0, 0, NONE);

    static Entity in(Znode node) {
        String[] numbers = new String(node.data(), UTF_8).split(" ");
        return new Entity(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                node.stat().getVersion());
    }

    byte[] bytes() {
        return (highest + " " + deletedTo).getBytes(UTF_8);
    }

    boolean exists() {
        return version != NONE;
    }

    Entity written(long to) {
        return new Entity(to, deletedTo, version + 1);
    }

    Entity deleted(long to) {
        return new Entity(highest, Math.max(deletedTo, Math.min(to, highest)), version + 1);
    }
}
