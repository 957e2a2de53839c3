package stadion.api.app;

import java.util.List;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.Network.Mode;
import stadion.scheduler.model.AppDefinition.PortMapping;

/** Which networks go together, and which ports go with them (Marathon: {@code NetworkValidation}). */
final class NetworkRules {

    private static final String PATH = "/networks";

    private NetworkRules() {}

    static void check(AppUpdate app, AppSettings settings, Violations errors) {
        List<Network> networks = Lists.orEmpty(app.networks());
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
        errors.require(
                app.container() == null || !app.container().isDocker() || count(networks, Mode.CONTAINER) <= 1,
                "/",
                "may only specify a single container network when using the Docker container engine");
        checkPortMappings(app, networks, errors);
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
        List<String> names = networks.stream()
                .map(Network::name)
                .filter(name -> name != null)
                .toList();
        for (int i = 0; i < mappings.size(); i++) {
            PortMapping mapping = mappings.get(i);
            String here = path + "(" + i + ")";
            errors.require(
                    count(networks, Mode.CONTAINER) <= 1
                            || mapping.hostPort() == null
                            || mapping.networkNames().size() == 1,
                    here,
                    "networkNames must be a single item list when hostPort is specified and more than 1 container network "
                            + "is defined");
            for (int j = 0; j < mapping.networkNames().size(); j++) {
                errors.require(
                        names.contains(mapping.networkNames().get(j)),
                        here + "/networkNames(" + j + ")",
                        "is not one of (" + String.join(",", names) + ")");
            }
        }
    }
}
