package stadion.api.app;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Volume;

/** A volume as a client sent it. The fields of {@link Volume}, less those that have a default. */
public sealed interface SentVolume {

    String containerPath();

    record Host(String containerPath, String hostPath, String mode) implements SentVolume {}

    record Persistent(String containerPath, String mode, SentDisk disk) implements SentVolume {}

    record Secret(String containerPath, String secret) implements SentVolume {}

    /** A volume outside Mesos, of any provider, unless it is a {@link Csi}. */
    record External(
            String containerPath,
            String mode,
            @Nullable String name,
            @Nullable String provider,
            @Nullable Long size,
            Map<String, String> options,
            boolean shared)
            implements SentVolume {}

    /** {@code accessType} should be block or mount; {@code volume} has what is said about the mount in either case. */
    record Csi(String accessType, Volume.Csi volume) implements SentVolume {
        @Override
        public String containerPath() {
            return volume.containerPath();
        }
    }
}
