package stadion.scheduler.mesos;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * How the gateway reaches the master and how patient it is.
 *
 * @param minBackoff wait before the first new attempt to subscribe; doubles with each failure
 * @param maxBackoff the longest wait; Mesos advises at most 15 seconds
 * @param missedHeartbeats heartbeat intervals without any event after which the connection counts as lost; Mesos advises 5
 * @param connectTimeout for opening a connection
 * @param subscribeTimeout from the start of an attempt to the master's answer to SUBSCRIBE
 * @param callTimeout for the answer to any other call; Mesos advises 75 seconds
 * @param maxRecordBytes the largest event taken from the master; one OFFERS event may hold the offers of all agents
 * @param maxQueuedCalls calls that may wait, on each of the two connections for calls
 * @param gatheringTime how long after status updates the next events are held back, so that many of them are handled, and stored, at once
 * @param acknowledgementWait how long they wait then for the listener to acknowledge the updates it was given
 * @param maxUnacknowledged status updates given to the listener and not acknowledged, above which no more events are read
 */
@RecordBuilder
public record GatewaySettings(
        MasterDetector detector,
        FrameworkSettings framework,
        Duration minBackoff,
        Duration maxBackoff,
        int missedHeartbeats,
        Duration connectTimeout,
        Duration subscribeTimeout,
        Duration callTimeout,
        int maxRecordBytes,
        int maxQueuedCalls,
        Duration gatheringTime,
        Duration acknowledgementWait,
        int maxUnacknowledged)
        implements GatewaySettingsBuilder.With {

    /** The settings for a cluster of any size. */
    public static GatewaySettings of(MasterDetector detector, FrameworkSettings framework) {
        return new GatewaySettings(
                detector,
                framework,
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                5,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                64 << 20,
                1 << 17,
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                20_000);
    }

    Backoff backoff() {
        return new Backoff(minBackoff, maxBackoff);
    }
}
