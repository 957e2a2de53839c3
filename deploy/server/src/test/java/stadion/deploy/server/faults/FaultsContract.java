package stadion.deploy.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to nodes and store: what was acknowledged is there afterwards, no task is lost, doubled or started anew, every deployment ends, one node leads at a time, all nodes
 * answer, and subscribers hear of everything once and in order. {@code -Dstadion.faults=100} sets how many faults strike, {@code -Dstadion.faults.kinds=LEADER_KILLED,STORE_KILLED} which,
 * {@code -Dstadion.faults.seed=...} repeats the choices of a run.
 */
abstract class FaultsContract {

    private static final int FAULTS = Integer.getInteger("stadion.faults", 5);
    private static final Set<Fault> KINDS = Fault.named(System.getProperty("stadion.faults.kinds", ""));
    private static final int NODES = 3;
    private static final long SEED = Long.getLong("stadion.faults.seed", System.nanoTime());

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);

    /** Starts a store that nodes find at {@code address}. */
    abstract SharedStoreServer store(String address) throws Exception;

    @Test
    void nothingAcknowledgedIsLostAndNoTaskIsLostOrDoubledWhateverStrikes() throws Exception {
        System.out.println(FAULTS + " faults, -Dstadion.faults.seed=" + SEED);
        try (Network network = Namespaces.orOneMachine(NODES);
                SharedStoreServer store = store(network.outside());
                AutoCloseable tasks = AppsUnderFault::killTasks;
                Nodes nodes = Nodes.start(NODES, dir, network, store);
                AppsUnderFault apps = new AppsUnderFault(nodes, random);
                EventFollowers followers = new EventFollowers(nodes, random)) {
            List<Fault> next = new ArrayList<>();
            for (int count = 1; count <= FAULTS; count++) {
                // Each of them comes once before any comes again.
                if (next.isEmpty()) {
                    next.addAll(Fault.possibleOn(network, KINDS));
                    Collections.shuffle(next, random);
                }
                strike(next.remove(0), count, network, store, nodes, apps, followers);
            }
            System.out.println(
                    FAULTS + " faults, " + apps.answered() + " changes answered, " + followers.told() + " events told");
        }
    }

    private void strike(
            Fault fault,
            int count,
            Network network,
            SharedStoreServer store,
            Nodes nodes,
            AppsUnderFault apps,
            EventFollowers followers)
            throws Exception {
        Stopwatch watch = new Stopwatch();
        LocalTime began = LocalTime.now(ZoneId.systemDefault());
        try {
            apps.change();
            Thread.sleep(random.nextInt(2_000));
            fault.strike(nodes, network, store, random);
            watch.lap("struck");
            nodes.awaitAgreement();
            watch.lap("one leader");
            apps.settle(watch);
            watch.lap("apps as wanted");
            followers.settle(apps.knownTasks(), apps.deployments());
            watch.lap("events told");
            assertThat(WriterHistory.interleaved(store.writers()))
                    .as("what was written by two leaders at a time")
                    .isEmpty();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "fault " + count + " of " + FAULTS + ", " + fault + ", -Dstadion.faults.seed=" + SEED + ": "
                            + e.getMessage() + "\nwhat the clients saw:\n" + apps.history() + "\n" + nodes.output(),
                    e);
        }
        System.out.printf("%3d %s %-20s %s%n", count, began, fault, watch);
    }
}
