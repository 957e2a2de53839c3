package stadion.api.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

/** What Marathon asks of the older forms of a new app's fields, and of older and newer forms side by side ({@code AppValidation.validateOldAppAPI}). */
final class LegacyRules {

    private LegacyRules() {}

    /** For a new app: also what the older forms themselves must be. */
    static void checkApp(AppUpdate app, Violations errors) {
        checkMixture(app, errors);
        checkDocker(app.container(), errors);
        checkIpAddress(app, errors);
        checkPorts(app, errors);
        checkUris(app, errors);
    }

    /** For any change: nothing may be said in two ways at once. (Marathon answers some of these with 500.) */
    static void checkMixture(AppUpdate app, Violations errors) {
        SentContainer container = app.container();
        SentContainer.Docker docker = container == null ? null : container.docker();
        boolean networks = isGiven(app.networks());
        if (docker != null) {
            errors.require(
                    docker.network() == null || !networks,
                    "/",
                    "must not specify both container.docker.network and networks");
            errors.require(
                    !Objects.equals(docker.network(), "NONE"),
                    "/container/docker/network",
                    "NONE is not supported, use one of BRIDGE, HOST, USER");
            errors.require(
                    !isGiven(docker.portMappings()) || container.portMappings() == null,
                    "/container/docker/portMappings",
                    "must not be given together with container.portMappings");
        }
        if (app.ipAddress() != null) {
            errors.require(!networks, "/", "must not specify both networks and ipAddress");
            errors.require(
                    app.ipAddress().ports().isEmpty() || container == null || container.portMappings() == null,
                    "/ipAddress/discovery/ports",
                    "must not be given together with container.portMappings");
            errors.require(
                    app.ipAddress().discovery() == null || container == null || !container.isDocker(),
                    "/ipAddress",
                    "ipAddress/discovery is not allowed for Docker containers");
        }
        errors.require(
                !isGiven(app.uris()) || !isGiven(app.fetch()), "/uris", "may not be set in conjunction with fetch");
    }

    private static void checkDocker(@Nullable SentContainer container, Violations errors) {
        if (container == null || container.docker() == null) {
            return;
        }
        SentContainer.Docker docker = container.docker();
        String path = "/container/docker/";
        errors.require(!docker.credential(), path + "credential", "must be empty");
        if (!container.isDocker()) {
            errors.require(docker.network() == null, path + "network", "must be empty");
            errors.require(docker.parameters().isEmpty(), path + "parameters", "must be empty");
            errors.require(docker.portMappings() == null, path + "portMappings", "must be empty");
        } else if (docker.portMappings() != null) {
            errors.require(
                    Lists.areUnique(docker.portMappings(), PortMapping::name),
                    path + "portMappings",
                    "Port names must be unique.");
        }
    }

    private static void checkIpAddress(AppUpdate app, Violations errors) {
        boolean ports = isGiven(app.ports()) || isGiven(app.portDefinitions());
        errors.require(app.ipAddress() == null || !ports, "/", "cannot specify both an IP address and port");
    }

    private static boolean isGiven(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static void checkPorts(AppUpdate app, Violations errors) {
        if (app.ports() == null) {
            return;
        }
        errors.require(Lists.areUnique(app.ports(), port -> port == 0 ? null : port), "/", "ports must be unique");
        if (app.portDefinitions() != null) {
            List<Integer> defined =
                    app.portDefinitions().stream().map(PortDefinition::port).toList();
            errors.require(defined.equals(app.ports()), "/", "cannot specify both ports and port definitions");
        }
    }

    private static void checkUris(AppUpdate app, Violations errors) {
        if (app.uris() == null) {
            return;
        }
        for (int i = 0; i < app.uris().size(); i++) {
            errors.require(isUri(app.uris().get(i)), "/uris(" + i + ")", "URI has invalid syntax.");
        }
    }

    static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
