package stadion.persistence.zookeeper;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of an entity in the journal, and who waits for it.
 *
 * @param first the number of the first event of the record; 0 if there is none
 * @param last the number of the last one, or up to which number events are deleted
 * @param record the record of the events; null for a deletion
 */
record Change(long first, long last, Parts.@Nullable Split record, CompletableFuture<Void> done) {

    static Change write(long first, long last, byte[] events) {
        return new Change(first, last, Parts.split(Long.toString(first), events), new CompletableFuture<>());
    }

    static Change delete(long to) {
        return new Change(0, to, null, new CompletableFuture<>());
    }

    List<Parts.Part> parts() {
        return record == null ? List.of() : record.parts();
    }

    int size() {
        return record == null ? 0 : record.head().length;
    }

    boolean fits(Entity entity) {
        return record == null || first > entity.highest();
    }

    Entity appliedTo(Entity entity) {
        return record == null ? entity.deleted(last) : entity.written(last);
    }
}
