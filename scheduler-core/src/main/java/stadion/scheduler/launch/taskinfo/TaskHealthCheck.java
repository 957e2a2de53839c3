package stadion.scheduler.launch.taskinfo;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck.Protocol;

/**
 * The health check that Mesos itself makes; it makes one per task, the first of an app that is not for the scheduler to make.
 *
 * <p>A check without port and index means the first port. (Marathon then sends no check at all, and the app never becomes healthy.)
 */
final class TaskHealthCheck {

    private TaskHealthCheck() {}

    static Optional<HealthCheck> of(AppDefinition app, List<TaskPort> ports) {
        return app.healthChecks().stream()
                .filter(check -> check.protocol().byMesos())
                .findFirst()
                .flatMap(check -> of(check, ports));
    }

    private static Optional<HealthCheck> of(AppDefinition.HealthCheck check, List<TaskPort> ports) {
        HealthCheck.Builder info = HealthCheck.newBuilder()
                .setDelaySeconds(check.delaySeconds())
                .setIntervalSeconds(check.intervalSeconds())
                .setTimeoutSeconds(check.timeoutSeconds())
                .setConsecutiveFailures(check.maxConsecutiveFailures())
                .setGracePeriodSeconds(check.gracePeriodSeconds());
        if (check.protocol() == Protocol.COMMAND) {
            return Optional.ofNullable(check.command())
                    .map(command -> info.setType(HealthCheck.Type.COMMAND)
                            .setCommand(CommandInfo.newBuilder().setShell(true).setValue(command))
                            .build());
        }
        NetworkInfo.Protocol ip = NetworkInfo.Protocol.valueOf(check.ipProtocol());
        return CheckedPort.of(check.port(), check.portIndex(), ports)
                .map(port -> check.protocol() == Protocol.MESOS_TCP
                        ? info.setType(HealthCheck.Type.TCP)
                                .setTcp(HealthCheck.TCPCheckInfo.newBuilder()
                                        .setPort(port)
                                        .setProtocol(ip))
                                .build()
                        : info.setType(HealthCheck.Type.HTTP)
                                .setHttp(http(check, port, ip))
                                .build());
    }

    private static HealthCheck.HTTPCheckInfo.Builder http(
            AppDefinition.HealthCheck check, int port, NetworkInfo.Protocol ip) {
        @Nullable String path = check.path();
        HealthCheck.HTTPCheckInfo.Builder http = HealthCheck.HTTPCheckInfo.newBuilder()
                .setPort(port)
                .setScheme(check.protocol() == Protocol.MESOS_HTTPS ? "https" : "http")
                .setProtocol(ip);
        return path == null ? http : http.setPath(path);
    }
}
