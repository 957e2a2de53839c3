package stadion.bench.store;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import stadion.bench.store.Writer.Batch;
import stadion.bench.store.Writer.Change;
import stadion.persistence.EmbeddedStore;
import stadion.persistence.Store;
import stadion.persistence.postgres.PostgresStore;
import stadion.persistence.zookeeper.ZooKeeperStore;

/**
 * Measures the store given: a directory for an embedded one (default: one in the working directory, removed afterwards), or the address of an empty database ({@code
 * jdbc:postgresql://...}) or of ZooKeeper ({@code zk://...}), where what was written stays.
 */
public final class StoreBench {

    private final String shared;
    private final Path root;

    /** Tells the entities of one measurement from those of others. */
    private int measurement;

    private StoreBench(String shared, Path root) {
        this.shared = shared;
        this.root = root;
    }

    public static void main(String[] args) throws Exception {
        boolean isShared = args.length > 0 && (args[0].startsWith("jdbc:") || args[0].startsWith("zk:"));
        Path root = args.length > 0 && !isShared ? Path.of(args[0]) : Path.of("store-bench");
        StoreBench bench = new StoreBench(isShared ? args[0] : "", root);
        try {
            bench.syncs();
            for (int round = 1; round <= 3; round++) {
                System.out.printf("round %d%n", round);
                bench.writes("1 actor, 1 change per event", 1, 1, 3000);
                bench.writes("1 actor, 100 changes per event", 1, 100, 2000);
                bench.writes("500 actors, 1 change per event", 500, 1, 40);
                bench.writes("500 actors, 100 changes per event", 500, 100, 10);
            }
            bench.recovery(10_000, 5);
        } finally {
            delete(root);
        }
    }

    private void syncs() throws IOException {
        Files.createDirectories(root);
        Path file = root.resolve("sync");
        long[] nanos = new long[500];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        print("sync of 4 KiB", "p50 %.2f ms, p99 %.2f ms", nanos[250] / 1e6, nanos[495] / 1e6);
    }

    private void writes(String what, int actors, int changes, int times) throws Exception {
        Path dir = root.resolve("writes");
        delete(dir);
        measurement++;
        try (Run run = new Run(open(dir), prefix(), actors)) {
            run.recovered.await();
            long start = System.nanoTime();
            double cpu = cpuSeconds();
            run.store(batch(changes), times);
            double seconds = (System.nanoTime() - start) / 1e9;
            cpu = cpuSeconds() - cpu;
            print(
                    what,
                    "%.0f events/s, %.0f changes/s, %.2f ms per event of one actor, %.0f us of CPU per event",
                    actors * times / seconds,
                    (double) actors * times * changes / seconds,
                    seconds / times * 1000,
                    cpu / actors / times * 1e6);
        }
    }

    private void recovery(int actors, int events) throws Exception {
        Path dir = root.resolve("recovery");
        delete(dir);
        measurement++;
        try (Run run = new Run(open(dir), prefix(), actors)) {
            run.store(batch(1), events);
        }
        for (int round = 1; round <= 3; round++) {
            long start = System.nanoTime();
            try (Run run = new Run(open(dir), prefix(), actors)) {
                long started = System.nanoTime();
                double cpu = cpuSeconds();
                run.recovered.await();
                long read = System.nanoTime();
                print(
                        "recovery of " + actors + " actors with " + events + " events each",
                        "%.2f s, %.2f s of CPU, the system started in %.2f s",
                        (read - started) / 1e9,
                        cpuSeconds() - cpu,
                        (started - start) / 1e9);
            }
        }
    }

    private Store open(Path dir) {
        if (shared.startsWith("jdbc:")) {
            return PostgresStore.open(shared);
        }
        return shared.startsWith("zk:") ? ZooKeeperStore.open(shared, Duration.ofSeconds(10)) : EmbeddedStore.open(dir);
    }

    private String prefix() {
        return "app|/bench/" + measurement + "/";
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    private static Batch batch(int changes) {
        return new Batch(IntStream.range(0, changes)
                .mapToObj(i -> new Change(
                        "group_app.instance-b4aa6d74-9b72-11f0-8f3c-02420a00" + (1000 + i),
                        "TASK_RUNNING",
                        1_700_000_000_000L + i))
                .toList());
    }

    private static void print(String what, String how, Object... figures) {
        System.out.printf("  %-50s %s%n", what, String.format(Locale.ROOT, how, figures));
    }

    private static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** One start of a system with its actors on a store. */
    private static final class Run implements AutoCloseable {
        private final Store store;
        private final ActorSystem<Void> system;
        private final List<ActorRef<Writer.Store>> writers;
        final CountDownLatch recovered;

        Run(Store opened, String prefix, int actors) {
            store = opened;
            system = ActorSystem.create(
                    Behaviors.empty(), "bench", store.config().withFallback(ConfigFactory.load()));
            recovered = new CountDownLatch(actors);
            ActorRef<Long> counter = system.systemActorOf(counting(recovered), "recovered", Props.empty());
            writers = IntStream.range(0, actors)
                    .mapToObj(
                            i -> system.systemActorOf(Writer.create(prefix + i, counter), "writer-" + i, Props.empty()))
                    .toList();
        }

        void store(Batch batch, int times) throws InterruptedException {
            CountDownLatch stored = new CountDownLatch(writers.size());
            ActorRef<Long> counter = system.systemActorOf(counting(stored), "stored", Props.empty());
            writers.forEach(writer -> writer.tell(new Writer.Store(batch, times, counter)));
            stored.await();
        }

        private static Behavior<Long> counting(CountDownLatch latch) {
            return Behaviors.receiveMessage(any -> {
                latch.countDown();
                return Behaviors.same();
            });
        }

        @Override
        public void close() throws Exception {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);
            store.close();
        }
    }
}
