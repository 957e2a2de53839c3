package stadion.api.app;

import java.util.List;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.Network.Mode;
import stadion.scheduler.model.AppDefinition.PortMapping;

/** Which networks go together, and which ports go with them (Marathon: {@code NetworkValidation}). */
public final class NetworkRules {

    private static final String PATH = "/networks";

    private NetworkRules() {}

    public static void check(List<Network> networks, AppSettings settings, Violations errors) {
        errors.require(
                networks.stream()
                        .filter(n -> n.mode() == Mode.HOST)
                        .allMatch(n -> n.name() == null && n.labels().isEmpty()),
                PATH,
                "Host networks may not have names or labels");
        errors.require(
                networks.stream().filter(n -> n.mode() == Mode.BRIDGE).allMatch(n -> n.name() == null),
                PATH,
                "Bridge networks may not have names");
        errors.require(areDifferent(networks), PATH, "Duplicate networks are not allowed");
        errors.require(
                goTogether(networks),
                PATH,
                "May specify a single host network, single bridge network, or else 1-to-n container networks");
        errors.require(
                settings.defaultNetworkName() != null
                        || networks.stream().allMatch(n -> n.mode() != Mode.CONTAINER || n.name() != null),
                PATH,
                "Network name must be specified when container network is selected.");
    }

    /** The networks, with the default name where a container network has none. */
    public static List<Network> named(List<Network> networks, AppSettings settings) {
        return networks.stream()
                .map(n -> n.mode() == Mode.CONTAINER && n.name() == null
                        ? new Network(settings.defaultNetworkName(), n.mode(), n.labels())
                        : n)
                .toList();
    }

    /** What the networks of an app demand of its container. */
    static void checkContainer(AppUpdate app, Violations errors) {
        List<Network> networks = Lists.orEmpty(app.networks());
        errors.require(
                app.container() == null || !app.container().isDocker() || count(networks, Mode.CONTAINER) <= 1,
                "/",
                "may only specify a single container network when using the Docker container engine");
        checkPortMappings(app, networks, errors);
    }

    /** The networks that a port is mapped on: they must be there, and be one when a port of the host is mapped to one of several. */
    public static void checkMapped(
            List<String> mapped, boolean onHost, List<Network> networks, String path, Violations errors) {
        errors.require(
                count(networks, Mode.CONTAINER) <= 1 || !onHost || mapped.size() == 1,
                path,
                "networkNames must be a single item list when hostPort is specified and more than 1 container network "
                        + "is defined");
        List<String> names = networks.stream()
                .map(Network::name)
                .filter(name -> name != null)
                .toList();
        for (int i = 0; i < mapped.size(); i++) {
            errors.require(
                    names.contains(mapped.get(i)),
                    path + "/networkNames(" + i + ")",
                    "is not one of (" + String.join(",", names) + ")");
        }
    }

    private static long count(List<Network> networks, Mode mode) {
        return networks.stream().filter(n -> n.mode() == mode).count();
    }

    /** At most one container network may go without a name, and thereby be the default one. */
    private static boolean areDifferent(List<Network> networks) {
        long unnamed = networks.stream()
                .filter(n -> n.mode() == Mode.CONTAINER && n.name() == null)
                .count();
        return unnamed < 2 && Lists.areUnique(networks, Network::name);
    }

    private static boolean goTogether(List<Network> networks) {
        return networks.size() <= 1 || count(networks, Mode.CONTAINER) == networks.size();
    }

    private static void checkPortMappings(AppUpdate app, List<Network> networks, Violations errors) {
        if (app.container() == null) {
            return;
        }
        List<PortMapping> mappings = Lists.orEmpty(app.container().portMappings());
        String path = "/container/portMappings";
        errors.require(Lists.areUnique(mappings, PortMapping::name), path, "Port names must be unique.");
        for (int i = 0; i < mappings.size(); i++) {
            PortMapping mapping = mappings.get(i);
            checkMapped(mapping.networkNames(), mapping.hostPort() != null, networks, path + "(" + i + ")", errors);
        }
    }
}
