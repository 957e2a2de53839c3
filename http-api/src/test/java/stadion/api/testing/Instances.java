package stadion.api.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/** Makes instances for tests. */
public final class Instances {

    public static final Instant STAGED = Instant.parse("2026-01-01T00:00:01Z");
    public static final Instant STARTED = Instant.parse("2026-01-01T00:00:02Z");

    private Instances() {}

    /** The first task of instance number {@code n}, running on the host of this name with one port. */
    public static Instance running(String app, int n, String host) {
        return new Instance(
                InstanceId.of(PathId.of(app), new UUID(0, n)),
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Condition.RUNNING,
                Goal.RUNNING,
                STARTED,
                STAGED,
                STARTED,
                new Instance.AgentRef("agent-" + host, host, null, null, Map.of()),
                List.of(31000 + n),
                List.of("10.0.0.1"),
                null,
                null,
                false,
                "*",
                List.of(),
                List.of(),
                null);
    }
}
