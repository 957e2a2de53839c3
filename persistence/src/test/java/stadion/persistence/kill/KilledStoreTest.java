package stadion.persistence.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was acknowledged is lost, whenever the process is killed, and nothing is there twice. */
class KilledStoreTest {

    private static final int KILLS = 20;

    @TempDir
    Path dir;

    private final int[] acknowledged = new int[CountingProcess.ACTORS];
    private final Random random = new Random(20);

    @Test
    void everythingAcknowledgedIsThereInOrderAndOnceAfterEachKill() throws Exception {
        int stored = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            stored += runUntilKilled();
        }
        assertThat(stored).as("numbers acknowledged in all").isGreaterThan(KILLS);
        assertThat(Arrays.stream(acknowledged)).allMatch(n -> n > 0);
    }

    /** Lets the process read what there is, checks it, lets it store for a while and kills it. */
    private int runUntilKilled() throws IOException, InterruptedException {
        Process process = start();
        int recovered = 0;
        int stored = 0;
        int enough = random.nextInt(1000);
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                int actor = Integer.parseInt(words[1]);
                if (words[0].equals("recovered")) {
                    check(actor, words[2]);
                    recovered++;
                } else {
                    acknowledged[actor] = Integer.parseInt(words[2]);
                    stored++;
                }
                if (recovered == CountingProcess.ACTORS && stored >= enough) {
                    // By its handle: killed through the process object, what it printed before it died could not be
                    // read any more.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(recovered).as("actors that came back").isEqualTo(CountingProcess.ACTORS);
        return stored;
    }

    private void check(int actor, String numbers) {
        List<String> found = numbers.equals("[]")
                ? List.of()
                : List.of(numbers.substring(1, numbers.length() - 1).split(", "));
        assertThat(found)
                .as("actor %d, acknowledged to %d", actor, acknowledged[actor])
                .isEqualTo(IntStream.rangeClosed(1, found.size())
                        .mapToObj(Integer::toString)
                        .toList())
                .hasSizeGreaterThanOrEqualTo(acknowledged[actor]);
        acknowledged[actor] = found.size();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        // Most of the time goes into starting, and a quarter of that into verification.
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CountingProcess.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
