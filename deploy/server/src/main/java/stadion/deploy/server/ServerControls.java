package stadion.deploy.server;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;
import stadion.api.NodeControls;
import stadion.scheduler.leader.LeaderActor;

/** What clients of the API can have this node do. */
final class ServerControls implements NodeControls {

    /** The answer to the client goes out before its node stops to lead. */
    private static final Duration ABDICATION_DELAY = Duration.ofMillis(500);

    private final ActorSystem<?> system;
    private final CompletionStage<ActorRef<LeaderActor.Command>> leader;

    ServerControls(ActorSystem<?> system, CompletionStage<ActorRef<LeaderActor.Command>> leader) {
        this.system = system;
        this.leader = leader;
    }

    @Override
    public void abdicate() {
        later(ABDICATION_DELAY, () -> leader.thenAccept(actor -> actor.tell(new LeaderActor.Abdicate())));
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
