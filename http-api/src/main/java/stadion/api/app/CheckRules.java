package stadion.api.app;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.HealthCheck.Protocol;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;

/** What Marathon asks of health checks, checks and readiness checks. Where it answers 500 (a command of the wrong protocol, two kinds in one check) the texts are ours. */
final class CheckRules {

    static final String PORT_INDEX =
            "Health check port indices must address an element of the ports array or container port mappings.";

    private CheckRules() {}

    static void check(AppUpdate app, Violations errors) {
        List<HealthCheck> checks = Lists.orEmpty(app.healthChecks());
        for (int i = 0; i < checks.size(); i++) {
            checkHealth(checks.get(i), app, "/healthChecks(" + i + ")", errors);
        }
        errors.require(
                checks.stream()
                                .filter(c -> c.command() == null && c.protocol().byMesos())
                                .count()
                        <= 1,
                "/",
                "AppDefinition can contain at most one Mesos health check");
        if (app.check() != null) {
            checkKind(app.check(), errors);
        }
        checkReadiness(app, errors);
    }

    private static void checkHealth(HealthCheck check, AppUpdate app, String path, Violations errors) {
        boolean command = check.protocol() == Protocol.COMMAND;
        errors.require(
                !command || check.command() != null, path + "/command", "must be given for the protocol COMMAND");
        errors.require(
                command || check.command() == null, path + "/command", "is only allowed for the protocol COMMAND");
        if (!command && !check.protocol().byMesos()) {
            errors.require(addresses(check, ports(app)), path, PORT_INDEX);
        }
        boolean docker = app.container() != null && app.container().isDocker();
        errors.require(
                check.ipProtocol().equals("IPv4")
                        || (!command && check.protocol().byMesos() && docker),
                path,
                "IPv6 can only be used for container type DOCKER and Mesos http/https/tcp health checks");
    }

    /** Whether a check without a port says which of the app's ports it means, or there is only one. */
    static boolean addresses(HealthCheck check, int ports) {
        if (check.portIndex() != null) {
            return check.portIndex() < ports;
        }
        return check.port() != null || ports == 1;
    }

    private static int ports(AppUpdate app) {
        if (app.container() != null && app.container().portMappings() != null) {
            return app.container().portMappings().size();
        }
        return Lists.orEmpty(app.portDefinitions()).size();
    }

    private static void checkKind(Check check, Violations errors) {
        long kinds = Stream.of(check.http(), check.tcp(), check.exec())
                .filter(kind -> kind != null)
                .count();
        errors.require(kinds == 1, "/check", "must have exactly one of http, tcp, exec");
    }

    private static void checkReadiness(AppUpdate app, Violations errors) {
        List<ReadinessCheck> checks = Lists.orEmpty(app.readinessChecks());
        errors.require(checks.size() <= 1, "/readinessChecks/size", "got " + checks.size() + ", expected 1 or less");
        Set<String> names = portNames(app);
        for (int i = 0; i < checks.size(); i++) {
            ReadinessCheck check = checks.get(i);
            String path = "/readinessChecks(" + i + ")";
            errors.require(
                    names.contains(check.portName()),
                    path + "/portName",
                    "No port definition reference for portName " + check.portName());
            errors.require(
                    check.timeoutSeconds() < check.intervalSeconds(),
                    path + "/timeoutSeconds",
                    "got " + check.timeoutSeconds() + ", expected less than " + check.intervalSeconds());
        }
    }

    private static Set<String> portNames(AppUpdate app) {
        Set<String> names = new HashSet<>();
        if (app.container() != null && app.container().portMappings() != null) {
            app.container().portMappings().stream().map(PortMapping::name).forEach(names::add);
        } else {
            Lists.orEmpty(app.portDefinitions()).stream()
                    .map(PortDefinition::name)
                    .forEach(names::add);
        }
        return names;
    }
}
