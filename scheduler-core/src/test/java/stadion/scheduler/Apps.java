package stadion.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.AppDefinition.VersionInfo;
import stadion.scheduler.model.AppDefinition.Volume.Persistent;
import stadion.scheduler.model.PathId;

/** Apps for tests, with Marathon's defaults. */
public final class Apps {

    public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private Apps() {}

    /** An app on the host network without ports, at version {@link #T0}. */
    public static AppDefinition app(String id, int instances) {
        return new AppDefinition(
                PathId.of(id),
                "sleep 1000",
                List.of(),
                null,
                Map.of(),
                instances,
                0.1,
                32,
                0,
                0,
                "",
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                false,
                1,
                1.15,
                300,
                null,
                List.of(new Network(null, Network.Mode.HOST, Map.of())),
                List.of(),
                null,
                List.of(),
                null,
                List.of(),
                new UpgradeStrategy(1, 1),
                Map.of(),
                List.of(),
                null,
                Map.of(),
                new UnreachableStrategy(0, 0),
                KillSelection.YOUNGEST_FIRST,
                null,
                "*",
                T0,
                new VersionInfo(T0, T0));
    }

    /** The same with a persistent volume, in the role {@code db} and with the defaults of such apps. */
    public static AppDefinition resident(String id, int instances) {
        return app(id, instances)
                .withRole("db")
                .withContainer(AnApp.plain(new Persistent("data", "RW", "root", 16L, null, null, List.of())))
                .withUpgradeStrategy(new UpgradeStrategy(0.5, 0))
                .withUnreachableStrategy(null);
    }

    /** The same app with another command, as it is after an update at {@code version}. */
    public static AppDefinition changed(AppDefinition app, Instant version) {
        return app.withCmd(app.cmd() + " ").withVersion(version).withVersionInfo(new VersionInfo(version, version));
    }

    public static HealthCheck httpCheck() {
        return new HealthCheck(HealthCheck.Protocol.HTTP, "/", null, 0, null, 300, 60, 20, 3, 15, false, "IPv4");
    }
}
