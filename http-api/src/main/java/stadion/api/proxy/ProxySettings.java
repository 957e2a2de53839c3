package stadion.api.proxy;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How requests are passed on to the leader.
 *
 * @param hostname the name by which other nodes, and clients, reach this one
 * @param maxConnections connections to the leader at a time, beside those of event streams
 * @param connectTimeout how long it may take to connect
 * @param readTimeout how long the leader may be silent while a request or an answer is under way
 * @param ignoreHostname whether the leader's certificate may name any host
 * @param maxWaiting requests that may wait for a leader at a time; more are answered 503 at once
 */
@RecordBuilder
public record ProxySettings(
        String hostname,
        int maxConnections,
        Duration connectTimeout,
        Duration readTimeout,
        boolean ignoreHostname,
        int maxWaiting)
        implements ProxySettingsBuilder.With {

    /** Marathon's, where it has them. */
    public static final ProxySettings DEFAULTS =
            new ProxySettings("localhost", 64, Duration.ofSeconds(5), Duration.ofSeconds(10), false, 1000);
}
