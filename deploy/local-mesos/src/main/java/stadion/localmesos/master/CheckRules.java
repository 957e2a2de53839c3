package stadion.localmesos.master;

import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;

/** What makes health checks and checks valid by the rules of Mesos' master, in its words. */
final class CheckRules {

    private CheckRules() {}

    static Optional<String> check(HealthCheck check) {
        return definition(check)
                .or(() -> nonNegative("delay_seconds", check.getDelaySeconds()))
                .or(() -> nonNegative("grace_period_seconds", check.getGracePeriodSeconds()))
                .or(() -> nonNegative("interval_seconds", check.getIntervalSeconds()))
                .or(() -> nonNegative("timeout_seconds", check.getTimeoutSeconds()));
    }

    private static Optional<String> definition(HealthCheck check) {
        if (!check.hasType()) {
            return Optional.of("HealthCheck must specify 'type'");
        }
        return switch (check.getType()) {
            case COMMAND ->
                check.hasCommand()
                        ? command("Command health check", check.getCommand())
                        : Optional.of("Expecting 'command' to be set for COMMAND health check");
            case HTTP ->
                check.hasHttp()
                        ? http(check.getHttp())
                        : Optional.of("Expecting 'http' to be set for HTTP health check");
            case TCP ->
                check.hasTcp() ? Optional.empty() : Optional.of("Expecting 'tcp' to be set for TCP health check");
            case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid health check type");
        };
    }

    private static Optional<String> http(HealthCheck.HTTPCheckInfo http) {
        var scheme = http.getScheme();
        if (http.hasScheme() && !scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("Unsupported HTTP health check scheme: '" + scheme + "'");
        }
        return path("HTTP health check", http.hasPath(), http.getPath());
    }

    static Optional<String> check(CheckInfo check) {
        return definition(check)
                .or(() -> nonNegative("delay_seconds", check.getDelaySeconds()))
                .or(() -> nonNegative("interval_seconds", check.getIntervalSeconds()))
                .or(() -> nonNegative("timeout_seconds", check.getTimeoutSeconds()));
    }

    private static Optional<String> definition(CheckInfo check) {
        if (!check.hasType()) {
            return Optional.of("CheckInfo must specify 'type'");
        }
        return switch (check.getType()) {
            case COMMAND ->
                check.hasCommand()
                        ? command("Command check", check.getCommand().getCommand())
                        : Optional.of("Expecting 'command' to be set for COMMAND check");
            case HTTP ->
                check.hasHttp()
                        ? path(
                                "HTTP check",
                                check.getHttp().hasPath(),
                                check.getHttp().getPath())
                        : Optional.of("Expecting 'http' to be set for HTTP check");
            case TCP -> check.hasTcp() ? Optional.empty() : Optional.of("Expecting 'tcp' to be set for TCP check");
            case UNKNOWN -> Optional.of("'UNKNOWN' is not a valid check type");
        };
    }

    private static Optional<String> command(String what, CommandInfo command) {
        return command.hasValue()
                ? ContainerRules.check(command)
                : Optional.of(what + " must contain " + (command.getShell() ? "'shell command'" : "'executable path'"));
    }

    private static Optional<String> path(String what, boolean given, String path) {
        return given && !path.startsWith("/")
                ? Optional.of("The path '" + path + "' of " + what + " must start with '/'")
                : Optional.empty();
    }

    private static Optional<String> nonNegative(String field, double seconds) {
        return seconds < 0 ? Optional.of("Expecting '" + field + "' to be non-negative") : Optional.empty();
    }
}
