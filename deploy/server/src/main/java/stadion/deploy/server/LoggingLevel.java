package stadion.deploy.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Sets what is logged; logback.xml says how, and keeps the libraries quiet at any level above debug. */
final class LoggingLevel {

    private LoggingLevel() {}

    /** Sets the level of all loggers that have none of their own: off, error, warn, info, debug, trace or all. */
    static void set(String level) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.valueOf(level));
    }
}
