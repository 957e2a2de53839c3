package stadion.deploy.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes are enough: whatever happens to one of them, or between them, one leads, and clients can change things through it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoNodesContract {

    private static final String APP = "/v2/apps/two-nodes";

    /** Until then a node that can't go on has noticed. */
    private static final long UNTIL_NOTICED = 6_000;

    private Network network;
    private SharedStoreServer store;
    private Nodes nodes;
    private int changes;

    /** Starts a store that nodes find at {@code address}. */
    abstract SharedStoreServer store(String address) throws Exception;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        network = Namespaces.orOneMachine(2);
        store = store(network.outside());
        nodes = Nodes.start(2, dir, network, store);
    }

    @AfterAll
    void stop() throws Exception {
        // Ended from the last to the first.
        try (AutoCloseable first = network;
                AutoCloseable second = store;
                AutoCloseable third = nodes) {
            changes = 0;
        }
    }

    @Test
    void theOtherOneLeadsWhenTheLeaderIsKilled() throws Exception {
        int leader = nodes.awaitAgreement();
        nodes.node(leader).kill();
        changeThrough(List.of(other(leader)));
        nodes.launchMissing();
        awaitBoth();
    }

    @Test
    void theLeaderGoesOnWhenTheOtherOneIsKilled() throws Exception {
        int leader = nodes.awaitAgreement();
        nodes.node(other(leader)).kill();
        Thread.sleep(UNTIL_NOTICED);
        changeThrough(List.of(leader));
        nodes.launchMissing();
        awaitBoth();
    }

    @Test
    void oneOfThemLeadsWhenTheyDoNotHearEachOther() throws Exception {
        assumeTrue(network.canCut());
        nodes.awaitAgreement();
        network.cut(0, 1);
        Thread.sleep(UNTIL_NOTICED);
        int leader = changeThrough(List.of(0, 1));
        assertThat(nodes.leaderAccordingTo(other(leader)))
                .as("leader according to the one that does not lead")
                .isNotEqualTo(Optional.of(other(leader)));
        network.heal();
        awaitBoth();
    }

    @Test
    void theOtherOneLeadsWhenTheLeaderDoesNotReachTheStore() throws Exception {
        assumeTrue(network.canCut());
        int leader = nodes.awaitAgreement();
        network.cutOutside(leader);
        changeThrough(List.of(other(leader)));
        network.heal();
        awaitBoth();
    }

    @Test
    void theLeaderGoesOnWhenTheOtherOneDoesNotReachTheStore() throws Exception {
        assumeTrue(network.canCut());
        int leader = nodes.awaitAgreement();
        network.cutOutside(other(leader));
        Thread.sleep(UNTIL_NOTICED);
        changeThrough(List.of(leader));
        network.heal();
        awaitBoth();
    }

    private static int other(int node) {
        return 1 - node;
    }

    /** Waits until one of these leads and has made a change; returns which. */
    private int changeThrough(List<Integer> candidates) {
        changes++;
        String app = "{\"cmd\": \"true\", \"instances\": 0, \"env\": {\"CHANGE\": \"" + changes + "\"}}";
        try {
            return Nodes.patiently()
                    .until(
                            () -> candidates.stream()
                                    .filter(node -> changes(node, app))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + nodes.output(), e);
        }
    }

    private boolean changes(int node, String app) {
        try {
            return nodes.leaderAccordingTo(node).equals(Optional.of(node))
                    && nodes.api(node).send("PUT", APP + "?force=true", app).isSuccess();
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Both agree again, and know the last change. */
    private void awaitBoth() throws Exception {
        try {
            nodes.awaitAgreement();
        } catch (RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + nodes.output(), e);
        }
        for (int node = 0; node < nodes.count(); node++) {
            assertThat(nodes.api(node).get(APP).at("/app/env/CHANGE").asInt())
                    .as("last change according to node %s", node)
                    .isEqualTo(changes);
        }
        assertThat(WriterHistory.interleaved(store.writers()))
                .as("what was written by two leaders at a time")
                .isEmpty();
    }
}
