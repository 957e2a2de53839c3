package stadion.deploy.server;

import akka.actor.typed.ActorSystem;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;
import stadion.api.NodeControls;
import stadion.deploy.server.cluster.Membership;

/** What clients of the API can have this node do. */
final class ServerControls implements NodeControls {

    /** The answer to the client, which names the leader, goes out before that changes. */
    private static final Duration ABDICATION_DELAY = Duration.ofMillis(100);

    private final ActorSystem<?> system;
    private volatile Runnable abdication = () -> {};

    ServerControls(ActorSystem<?> system) {
        this.system = system;
    }

    /** To be called when the node is about to become a member of the cluster; nobody asks it to abdicate before. */
    void opened(Membership membership, SchedulerParts parts) {
        abdication = () -> {
            if (!membership.handOver()) {
                parts.restart();
            }
        };
    }

    @Override
    public void abdicate() {
        later(ABDICATION_DELAY, abdication);
    }

    @Override
    public Map<String, String> logLevels() {
        Map<String, String> levels = new TreeMap<>();
        for (Logger logger : context().getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger.getName(), logger.getLevel().toString().toLowerCase(Locale.ROOT));
            }
        }
        return levels;
    }

    @Override
    public void logLevel(String name, String level, Optional<Duration> duration) {
        Logger logger = context().getLogger(name);
        Level before = logger.getLevel();
        logger.setLevel(Level.valueOf(level));
        duration.ifPresent(time -> later(time, () -> logger.setLevel(before)));
    }

    private void later(Duration time, Runnable action) {
        system.scheduler().scheduleOnce(time, action, system.executionContext());
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
