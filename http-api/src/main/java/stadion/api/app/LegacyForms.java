package stadion.api.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.api.app.AppUpdate.IpAddress;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

/**
 * Brings the older forms of fields ({@code uris}, {@code ports}, {@code ipAddress}, {@code container.docker.network} and {@code .portMappings}) into today's, and fills in
 * ports. Doing it twice changes nothing more (Marathon: {@code AppNormalization.forDeprecated}, {@code forDeprecatedUpdates}).
 */
record LegacyForms(AppSettings settings) {

    private static final List<String> ARCHIVES =
            List.of(".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".gz", ".tgz", ".tbz2", ".txz", ".zip");

    private static final PortDefinition DEFAULT_PORT = new PortDefinition(0, "default", "tcp", Map.of());

    static final PortMapping DEFAULT_MAPPING = new PortMapping(0, null, 0, "tcp", "default", Map.of(), List.of());

    private static final PortMapping UNNAMED_MAPPING = new PortMapping(0, null, 0, "tcp", null, Map.of(), List.of());

    /** A whole app as a client sent it, on which {@link LegacyRules} hold. */
    AppUpdate ofApp(AppUpdate app) {
        AppUpdate complete = ofMerged(app);
        boolean hasPorts = !Lists.orEmpty(app.portDefinitions()).isEmpty()
                || (complete.container() != null && complete.container().portMappings() != null);
        return hasPorts ? complete.withHealthChecks(withPortIndex(app.healthChecks())) : complete;
    }

    /**
     * An app after a change. (Here we differ: Marathon fills in the port index of the app's old health checks as well, whereby scaling such an app restarts it.)
     */
    AppUpdate ofMerged(AppUpdate app) {
        List<Network> networks = networks(app);
        List<PortDefinition> ports = portDefinitions(app);
        SentContainer container = container(app);
        if (container != null) {
            container = withPorts(container, networks, ports);
        }
        boolean resident = container != null && container.hasVolume(SentVolume.Persistent.class);
        return withoutLegacy(app)
                .withFetch(fetch(app))
                .withNetworks(networks)
                .withContainer(container)
                .withPortDefinitions(isHost(networks) ? (ports == null ? List.of(DEFAULT_PORT) : ports) : null)
                .withResidency(app.residency() == null && resident ? CanonicalForm.RESIDENCY : app.residency());
    }

    /** A change of an app; what it does not say stays unsaid, so ports are not filled in. */
    AppUpdate ofUpdate(AppUpdate update) {
        return withoutLegacy(update)
                .withFetch(fetch(update))
                .withNetworks(networks(update))
                .withContainer(container(update))
                .withPortDefinitions(portDefinitions(update))
                .withHealthChecks(withPortIndex(update.healthChecks()));
    }

    private static AppUpdate withoutLegacy(AppUpdate app) {
        return app.withUris(null).withIpAddress(null).withPorts(null);
    }

    private static @Nullable List<FetchUri> fetch(AppUpdate app) {
        if (app.uris() == null || app.uris().isEmpty()) {
            return app.fetch();
        }
        return app.uris().stream()
                .map(uri -> new FetchUri(uri, isArchive(uri), false, false, null))
                .toList();
    }

    private static boolean isArchive(String uri) {
        try {
            String path = new URI(uri).getPath();
            return path != null && ARCHIVES.stream().anyMatch(path::endsWith);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable List<PortDefinition> portDefinitions(AppUpdate app) {
        if (app.portDefinitions() != null || app.ports() == null) {
            return app.portDefinitions();
        }
        return app.ports().stream()
                .map(port -> new PortDefinition(port, null, "tcp", Map.of()))
                .toList();
    }

    private @Nullable List<Network> networks(AppUpdate app) {
        IpAddress ip = app.ipAddress();
        SentContainer.Docker docker =
                app.container() == null ? null : app.container().docker();
        Map<String, String> labels = ip == null ? Map.of() : ip.labels();
        String name = ip == null ? null : ip.networkName();
        if (docker != null && docker.network() != null) {
            return switch (docker.network()) {
                case "HOST" -> List.of(new Network(null, Network.Mode.HOST, Map.of()));
                case "BRIDGE" -> List.of(new Network(null, Network.Mode.BRIDGE, labels));
                default -> List.of(new Network(name, Network.Mode.CONTAINER, labels));
            };
        }
        if (ip == null) {
            return app.networks();
        }
        boolean bridge = settings.mesosBridgeName().equals(name);
        return List.of(
                new Network(bridge ? null : name, bridge ? Network.Mode.BRIDGE : Network.Mode.CONTAINER, labels));
    }

    private static @Nullable SentContainer container(AppUpdate app) {
        IpAddress ip = app.ipAddress();
        SentContainer container = app.container();
        if (container == null) {
            container = ip == null ? null : SentContainer.MESOS;
        }
        if (container == null) {
            return null;
        }
        if (container.docker() != null) {
            List<PortMapping> older = container.docker().portMappings();
            List<PortMapping> mappings = container.portMappings() == null ? older : container.portMappings();
            container =
                    container.withDocker(container.docker().withoutNetworking()).withPortMappings(mappings);
        }
        if (ip != null && !ip.ports().isEmpty()) {
            container = container.withPortMappings(ip.ports().stream()
                    .map(p -> new PortMapping(p.number(), null, 0, p.protocol(), p.name(), p.labels(), List.of()))
                    .toList());
        }
        return container;
    }

    private static SentContainer withPorts(
            SentContainer container, @Nullable List<Network> networks, @Nullable List<PortDefinition> ports) {
        if (isHost(networks) || networks.stream().anyMatch(n -> n.mode() == Network.Mode.HOST)) {
            return container.withPortMappings(null);
        }
        List<PortMapping> mappings =
                container.portMappings() == null ? List.of(DEFAULT_MAPPING) : container.portMappings();
        int missing = (ports == null ? 0 : ports.size()) - mappings.size();
        if (missing > 0) {
            mappings = new ArrayList<>(mappings);
            mappings.addAll(Collections.nCopies(missing, UNNAMED_MAPPING));
        }
        return container.withPortMappings(mappings);
    }

    /** No networks at all will mean the host's. A host network among others makes the app invalid, which is found later. */
    private static boolean isHost(@Nullable List<Network> networks) {
        return networks == null || networks.stream().allMatch(n -> n.mode() == Network.Mode.HOST);
    }

    private static @Nullable List<HealthCheck> withPortIndex(@Nullable List<HealthCheck> checks) {
        return checks == null
                ? null
                : checks.stream().map(LegacyForms::withPortIndex).toList();
    }

    private static HealthCheck withPortIndex(HealthCheck check) {
        if (check.protocol() == HealthCheck.Protocol.COMMAND || check.port() != null || check.portIndex() != null) {
            return check;
        }
        return check.withPortIndex(0);
    }
}
