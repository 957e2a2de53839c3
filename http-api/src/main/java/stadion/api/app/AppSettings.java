package stadion.api.app;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's settings that have a say in app definitions.
 *
 * @param defaultNetworkName name of container networks that give none ({@code --default_network_name})
 * @param mesosBridgeName the network name that means the Mesos bridge ({@code --mesos_bridge_name})
 * @param mesosRole the role of apps that give none ({@code --mesos_role})
 * @param newGroupEnforceRole whether new top-level groups enforce their role ({@code --new_group_enforce_role top})
 * @param features what is enabled ({@code --enable_features}): {@link #SECRETS}, {@link #GPU_RESOURCES}, {@link #EXTERNAL_VOLUMES}, …
 */
public record AppSettings(
        @Nullable String defaultNetworkName,
        String mesosBridgeName,
        String mesosRole,
        boolean newGroupEnforceRole,
        Set<String> features) {

    public static final String SECRETS = "secrets";
    public static final String GPU_RESOURCES = "gpu_resources";
    public static final String EXTERNAL_VOLUMES = "external_volumes";

    /** The settings of a server started without flags. */
    public static final AppSettings DEFAULTS = new AppSettings(null, "mesos-bridge", "*", false, Set.of());

    /** What a client is told who uses a feature that is not enabled. */
    public static String disabled(String feature) {
        return "Feature " + feature + " is not enabled. Enable with --enable_features " + feature + ")";
    }
}
