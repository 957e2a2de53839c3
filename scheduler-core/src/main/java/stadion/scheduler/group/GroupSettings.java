package stadion.scheduler.group;

/**
 * The flags that bound the tree.
 *
 * @param ports the range of service ports
 * @param maxVersions how many versions are kept of each app
 * @param maxRunningDeployments deployments under way at once
 */
public record GroupSettings(ServicePorts ports, int maxVersions, int maxRunningDeployments) {

    /** The values that hold when no flag is given. */
    public static final GroupSettings DEFAULTS = new GroupSettings(new ServicePorts(10_000, 20_000), 50, 100);
}
