package stadion.persistence.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.persistence.kill.CountingNode.Line;

/** What a node of a shared store survives beside its own death: that of the server, and a pause after which it is no longer the leader. */
abstract class SharedStoreKillContract extends KilledNodeContract {

    private static final int SERVER_KILLS = 3;

    private final Acknowledged acknowledged = new Acknowledged();
    private final Random random = new Random(20);

    abstract void startServer() throws Exception;

    abstract void stopServer() throws Exception;

    @BeforeEach
    void start() throws Exception {
        startServer();
    }

    @AfterEach
    void stop() throws Exception {
        stopServer();
    }

    /** SIGKILL to the server, or to the one that leads it. */
    abstract void killServer() throws Exception;

    /** Starts what was killed. */
    abstract void runServer() throws Exception;

    @Override
    int kills() {
        return 4;
    }

    @Test
    void everythingAcknowledgedIsThereAfterTheServerWasKilled() throws Exception {
        String store = store();
        try (CountingNode node = CountingNode.start(store)) {
            for (int kill = 0; kill < SERVER_KILLS; kill++) {
                storeSome(node, 200 + random.nextInt(500));
                killServer();
                runServer();
            }
            storeSome(node, 200);
        }
        recoverAll(store);
        assertThat(acknowledged.areOfAllActors()).isTrue();
    }

    private void storeSome(CountingNode node, int enough) throws IOException {
        for (int stored = 0; stored < enough; ) {
            Line line = node.next();
            acknowledged.see(line);
            stored += line.isRecovery() ? 0 : 1;
        }
    }

    @Test
    void aLeaderThatWasPausedUntilAnotherLedStoresNothing() throws Exception {
        String store = store();
        String lease = "stadion-singleton-counting";
        try (CountingNode paused = CountingNode.start(store, lease)) {
            storeSome(paused, 500);
            paused.pause();
            try (CountingNode next = CountingNode.start(store, lease)) {
                // What the other one wrote before it was paused may not have been told yet.
                Acknowledged led = new Acknowledged();
                for (int recovered = 0; recovered < CountingProcess.ACTORS; ) {
                    Line line = next.next();
                    if (recovered == 0) {
                        assertThat(line.isRecovery()).isTrue();
                    }
                    led.see(line);
                    recovered += line.isRecovery() ? 1 : 0;
                }
                paused.resume();
                awaitFailedWrites(paused, led);
            }
        }
        recoverAll(store);
    }

    /** One more process reads what there is: all that was acknowledged, once and in order. */
    private void recoverAll(String store) throws IOException, InterruptedException {
        try (CountingNode last = CountingNode.start(store)) {
            for (int recovered = 0; recovered < CountingProcess.ACTORS; ) {
                Line line = last.next();
                acknowledged.see(line);
                recovered += line.isRecovery() ? 1 : 0;
            }
        }
    }

    /** A counter recovers again only after a write of it failed. Until then it may tell what was stored before the pause, which the next leader has read. */
    private static void awaitFailedWrites(CountingNode paused, Acknowledged led) throws IOException {
        for (int failed = 0; failed < 2 * CountingProcess.ACTORS; ) {
            Line line = paused.next();
            if (line.isRecovery()) {
                failed++;
            } else {
                assertThat(Integer.parseInt(line.found()))
                        .as("stored by the deposed leader as actor %d", line.actor())
                        .isLessThanOrEqualTo(led.of(line.actor()));
            }
        }
    }
}
