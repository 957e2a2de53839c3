package stadion.scheduler.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the checks of one health check on one instance went so far; in memory of the leader only. */
public record HealthStatus(
        boolean alive,
        int consecutiveFailures,
        @Nullable Instant firstSuccess,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastFailure,
        @Nullable String lastFailureCause) {}
