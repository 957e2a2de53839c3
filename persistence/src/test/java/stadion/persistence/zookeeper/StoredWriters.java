package stadion.persistence.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stadion.persistence.zookeeper.StoredEvents.StoredEvent;
import stadion.scheduler.zookeeper.ZooKeeperAddress;

/** Who wrote the events that are in ZooKeeper: a second writer of an entity shows there. */
public final class StoredWriters {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private StoredWriters() {}

    /**
     * The writers of all events by the name of their entity's node, in the order of the events. Fails if the ensemble does not answer within seconds, or events are deleted meanwhile.
     *
     * @param url as in {@code --zk}
     */
    public static Map<String, List<String>> in(String url) {
        ZooKeeperAddress address = ZooKeeperAddress.parse(url);
        String root = ZooKeeperJournal.root(address.path() + "/stadion");
        Map<String, List<String>> writers = new TreeMap<>();
        try (Znodes znodes = new Znodes(address, PATIENCE, PATIENCE, "stored-writers")) {
            JournalReader reader = new JournalReader(znodes, Runnable::run);
            for (String entity : now(znodes.children(root)).orElse(List.of())) {
                List<String> all = writers.computeIfAbsent(entity, name -> new ArrayList<>());
                now(reader.read(root + "/" + entity, 1, Long.MAX_VALUE, record -> {
                    StoredEvents.read(record).stream().map(StoredEvent::writer).forEach(all::add);
                    return true;
                }));
            }
        }
        return writers;
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
