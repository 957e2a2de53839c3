package stadion.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the API can have this node do, beside scheduling. */
public interface NodeControls {

    /** Gives up leadership soon after this returns; only asked of the leader. */
    void abdicate();

    /** The levels of all loggers that have one of their own, by name; {@code ROOT} is the root logger. */
    Map<String, String> logLevels();

    /** Sets the level (trace, debug, info, warn or error) of a logger; after {@code duration}, if given, the old one comes back. */
    void logLevel(String logger, String level, Optional<Duration> duration);
}
