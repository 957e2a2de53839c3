package stadion.scheduler;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.AppDefinition.VersionInfo;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Exec;
import stadion.scheduler.model.PodDefinition.PodContainer;
import stadion.scheduler.model.PodDefinition.Resources;

/** Pods for tests, with Marathon's defaults. */
public final class Pods {

    private Pods() {}

    /** A pod on the host network without ports, at version {@link Apps#T0}, with a container of each name. */
    public static PodDefinition pod(String id, int instances, String... containers) {
        return new PodDefinition(
                PathId.of(id),
                null,
                Map.of(),
                Map.of(),
                Arrays.stream(containers).map(Pods::container).toList(),
                Map.of(),
                List.of(),
                List.of(),
                instances,
                1,
                1.15,
                300,
                new UpgradeStrategy(1, 1),
                List.of(),
                List.of(),
                KillSelection.YOUNGEST_FIRST,
                new UnreachableStrategy(0, 0),
                new ExecutorResources(0.1, 32, 10),
                null,
                null,
                "*",
                Apps.T0,
                new VersionInfo(Apps.T0, Apps.T0));
    }

    /** A container that sleeps, with 0.1 cpus and 32 MiB. */
    public static PodContainer container(String name) {
        return new PodContainer(
                name,
                new Exec("sleep 1000", List.of(), null),
                new Resources(0.1, 32, 0, 0),
                null,
                List.of(),
                null,
                Map.of(),
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                null,
                null);
    }

    /** The same pod with another environment, as it is after an update at {@code version}. */
    public static PodDefinition changed(PodDefinition pod, Instant version) {
        return pod.withEnv(Map.of("CHANGED", EnvValue.of(version.toString())))
                .withVersion(version)
                .withVersionInfo(new VersionInfo(version, version));
    }
}
