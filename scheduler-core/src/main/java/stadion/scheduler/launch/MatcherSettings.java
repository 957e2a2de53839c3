package stadion.scheduler.launch;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The flags that govern how offers are used.
 *
 * @param role the role of apps that name none
 * @param maxInstancesPerOffer launches per offer at most; when absent the waiting instances are spread over the offers at hand, at least five on each
 * @param declineDuration for how long an offer that nobody could use is not offered again
 * @param minReviveInterval least time between two revive calls
 * @param suppress whether Mesos is told to make no offers while nothing waits
 * @param principal in whose name resources are reserved; null without authentication
 */
public record MatcherSettings(
        String role,
        OptionalInt maxInstancesPerOffer,
        Duration declineDuration,
        Duration minReviveInterval,
        boolean suppress,
        @Nullable String principal) {

    /** Launches that each offer may get even when few instances wait: Marathon's default for all. */
    public static final int SPREAD_AT_LEAST = 5;

    /** The values that hold when no flag is given. Marathon revives every 5 s at most; a tenth of that makes a single launch quick. */
    public static final MatcherSettings DEFAULTS =
            new MatcherSettings("*", OptionalInt.empty(), Duration.ofMinutes(2), Duration.ofMillis(500), true, null);
}
