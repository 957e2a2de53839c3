package stadion.localmesos.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the directory of a control group, which takes until the system is done with its last process. */
final class Removal {

    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
    private static final int TRIES = 50;
    private static final long PAUSE_MILLIS = 20;

    private Removal() {}

    static void of(Path directory) {
        for (var tries = 1; Files.exists(directory); tries++) {
            try {
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                if (tries == TRIES) {
                    LOG.warn("Control group {} can't be removed: {}", directory, e.toString());
                    return;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
