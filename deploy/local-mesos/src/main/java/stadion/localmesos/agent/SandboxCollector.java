package stadion.localmesos.agent;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the sandboxes of runs that ended long ago, and what is noted of them. How long they are kept depends on how full
 * the disk is, by the formula and the defaults of a real agent ({@code --gc_delay}, {@code --gc_disk_headroom}).
 */
final class SandboxCollector {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxCollector.class);
    private static final Duration DELAY = Duration.ofDays(7);
    private static final double HEADROOM = 0.1;

    private final AgentServices agent;

    SandboxCollector(AgentServices agent) {
        this.agent = agent;
    }

    /**
     * How long an ended run is kept.
     *
     * @param usage how full the disk is, 0 to 1
     */
    static Duration longestAge(double usage) {
        return Duration.ofMillis((long) (DELAY.toMillis() * Math.max(0, 1 - HEADROOM - usage)));
    }

    /** Deletes what is due by now. Blocks. */
    void collect() {
        try {
            var store = Files.getFileStore(agent.directory().root());
            var usage = 1 - store.getUsableSpace() / (double) Math.max(1, store.getTotalSpace());
            var before = agent.clock().instant().minus(longestAge(usage));
            for (var seen : agent.view().runs()) {
                if (seen.ended() && endedBefore(seen.run(), before)) {
                    delete(seen.run());
                }
            }
        } catch (IOException e) {
            LOG.warn("Old sandboxes can't be deleted: {}", e.toString());
        }
    }

    private boolean endedBefore(Run run, Instant time) {
        return agent.runs().endedAt(run).filter(ended -> ended.isBefore(time)).isPresent();
    }

    private void delete(Run run) throws IOException {
        var sandbox = agent.directory().sandbox(run);
        RunStore.deleteRecursively(sandbox);
        deleteIfLast(agent.directory().latest(run));
        agent.runs().remove(run);
        agent.view().removed(run);
    }

    /** The executor's directory goes with its last run. */
    private static void deleteIfLast(Path latest) throws IOException {
        var runs = latest.getParent();
        if (!Files.isDirectory(runs)) {
            return;
        }
        try (Stream<Path> left = Files.list(runs)) {
            if (left.anyMatch(path -> !path.equals(latest))) {
                return;
            }
        }
        try {
            Files.deleteIfExists(latest);
            Files.deleteIfExists(runs);
            Files.deleteIfExists(runs.getParent());
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} is in use again", runs);
        }
    }
}
