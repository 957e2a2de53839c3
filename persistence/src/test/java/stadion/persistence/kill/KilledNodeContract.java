package stadion.persistence.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stadion.persistence.kill.CountingNode.Line;

/** Nothing that was acknowledged is lost, whenever the process is killed, and nothing is there twice. */
abstract class KilledNodeContract {

    private final Acknowledged acknowledged = new Acknowledged();
    private final Random random = new Random(20);

    /** The store, as {@link CountingProcess} is told it. */
    abstract String store() throws Exception;

    /** How often the process is killed. */
    abstract int kills();

    @Test
    void everythingAcknowledgedIsThereInOrderAndOnceAfterEachKill() throws Exception {
        String store = store();
        int stored = 0;
        for (int kill = 1; kill <= kills(); kill++) {
            stored += runUntilKilled(store);
        }
        assertThat(stored).as("numbers acknowledged in all").isGreaterThan(kills());
        assertThat(acknowledged.areOfAllActors()).isTrue();
    }

    /** Lets the process read what there is, checks it, lets it store for a while and kills it. */
    private int runUntilKilled(String store) throws IOException, InterruptedException {
        int recovered = 0;
        int stored = 0;
        int enough = random.nextInt(1000);
        try (CountingNode node = CountingNode.start(store)) {
            for (Line line = node.next(); line != null; line = node.next()) {
                acknowledged.see(line);
                if (line.isRecovery()) {
                    recovered++;
                } else {
                    stored++;
                }
                if (recovered == CountingProcess.ACTORS && stored >= enough) {
                    node.kill();
                }
            }
        }
        assertThat(recovered).as("actors that came back").isEqualTo(CountingProcess.ACTORS);
        return stored;
    }
}
