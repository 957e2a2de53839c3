package stadion.api.pod;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.api.app.AppUpdate.Limits;
import stadion.api.app.AppUpdate.Unreachable;
import stadion.api.app.SentDisk;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.LinuxInfo;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PodDefinition.PodContainer;

/** A pod as a client sent it: of the right shape, with the defaults that depend on nothing else, but not checked. Null is what was not sent. */
public record SentPod(
        String id,
        Map<String, String> labels,
        @Nullable String user,
        Map<String, EnvValue> environment,
        List<Container> containers,
        Map<String, SecretSource> secrets,
        List<SentPodVolume> volumes,
        List<Network> networks,
        int instances,
        Scheduling scheduling,
        ExecutorResources executorResources,
        @Nullable String role,
        @Nullable LinuxInfo linuxInfo,
        boolean legacySharedCgroups) {

    /** A container, whose {@code resourceLimits} are still as they were sent, and not yet in {@code definition}. */
    public record Container(
            PodContainer definition, @Nullable Limits resourceLimits) {}

    /** Durations in seconds. */
    public record Scheduling(
            Backoff backoff,
            @Nullable UpgradeStrategy upgrade,
            Placement placement,
            KillSelection killSelection,
            @Nullable Unreachable unreachable) {

        static final Scheduling DEFAULT =
                new Scheduling(Backoff.DEFAULT, null, Placement.ANYWHERE, KillSelection.YOUNGEST_FIRST, null);
    }

    public record Backoff(double seconds, double factor, double maxLaunchDelay) {
        static final Backoff DEFAULT = new Backoff(1, 1.15, 300);
    }

    public record Placement(List<Constraint> constraints, List<String> acceptedResourceRoles) {
        static final Placement ANYWHERE = new Placement(List.of(), List.of());
    }

    boolean isResident() {
        return volumes.stream().anyMatch(SentPodVolume.Persistent.class::isInstance);
    }

    /** Something the containers can mount by its name. */
    public sealed interface SentPodVolume {
        String name();

        record Ephemeral(String name) implements SentPodVolume {}

        record Host(String name, String host) implements SentPodVolume {}

        record Secret(String name, String secret) implements SentPodVolume {}

        record Persistent(String name, SentDisk disk) implements SentPodVolume {}
    }
}
