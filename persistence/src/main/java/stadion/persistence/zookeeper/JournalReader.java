package stadion.persistence.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Reads the records of an entity in the order of their numbers, many of them at once. */
final class JournalReader {

    /** Records of one entity that are asked for at once. */
    private static final int AT_ONCE = 32;

    private final Znodes znodes;
    private final Executor executor;

    JournalReader(Znodes znodes, Executor executor) {
        this.znodes = znodes;
        this.executor = executor;
    }

    /**
     * Gives the records that can hold events of these numbers to a consumer, one after the other, until it wants no more.
     *
     * @param path the entity's node
     * @param consumer returns whether it wants the next one; called by one thread at a time
     */
    CompletionStage<Void> read(String path, long from, long to, Predicate<byte[]> consumer) {
        return znodes.children(path)
                .thenCompose(names -> read(path, numbers(names.orElse(List.of()), from, to), 0, consumer));
    }

    /** Each record holds events from its own number up to the next record's. */
    private static long[] numbers(List<String> names, long from, long to) {
        long[] all = names.stream()
                .filter(name -> !Parts.isPart(name))
                .mapToLong(Long::parseLong)
                .sorted()
                .toArray();
        long begin = LongStream.of(all).filter(number -> number <= from).max().orElse(0);
        return LongStream.of(all)
                .filter(number -> number >= begin && number <= to)
                .toArray();
    }

    private CompletionStage<Void> read(String path, long[] numbers, int at, Predicate<byte[]> consumer) {
        if (at >= numbers.length) {
            return CompletableFuture.completedFuture(null);
        }
        int end = Math.min(at + AT_ONCE, numbers.length);
        List<CompletionStage<byte[]>> records = new ArrayList<>();
        for (int i = at; i < end; i++) {
            records.add(record(path + "/" + numbers[i]));
        }
        CompletionStage<Boolean> more = CompletableFuture.completedFuture(true);
        for (CompletionStage<byte[]> record : records) {
            more = more.thenCombineAsync(record, (wanted, bytes) -> wanted && consumer.test(bytes), executor);
        }
        return more.thenCompose(
                wanted -> wanted ? read(path, numbers, end, consumer) : CompletableFuture.completedFuture(null));
    }

    private CompletionStage<byte[]> record(String path) {
        return znodes.read(path)
                .thenCompose(found -> Parts.join(
                        znodes,
                        path,
                        found.orElseThrow(() -> new IllegalStateException(path + " was deleted while it was read"))
                                .data()));
    }
}
