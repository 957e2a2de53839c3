package stadion.scheduler.launch.taskinfo;

/**
 * The flags that show in what is launched.
 *
 * @param envVarsPrefix stands before the names of the port variables and HOST; may be empty
 * @param defaultExecutor the executor of apps that name none: {@code //cmd}, or the path of a custom executor
 * @param mesosBridgeName the CNI network that {@code container/bridge} means to the Mesos containerizer
 */
public record LaunchSettings(String envVarsPrefix, String defaultExecutor, String mesosBridgeName) {

    /** The values that hold when no flag is given. */
    public static final LaunchSettings DEFAULTS = new LaunchSettings("", "//cmd", "mesos-bridge");
}
