package stadion.scheduler.launch.taskinfo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.PodDefinition.PodHealthCheck;
import stadion.scheduler.model.PodDefinition.Probe;

/** The health check of a pod's container, which Mesos makes. (A container's other check never reaches Mesos, in Marathon either.) */
final class PodHealthChecks {

    private PodHealthChecks() {}

    /** @param ports the endpoints of the container, one of which the check may name */
    static Optional<HealthCheck> of(@Nullable PodHealthCheck check, List<TaskPort> ports) {
        if (check == null) {
            return Optional.empty();
        }
        HealthCheck.Builder info = HealthCheck.newBuilder()
                .setDelaySeconds(check.delaySeconds())
                .setIntervalSeconds(check.intervalSeconds())
                .setTimeoutSeconds(check.timeoutSeconds())
                .setConsecutiveFailures(check.maxConsecutiveFailures())
                .setGracePeriodSeconds(check.gracePeriodSeconds());
        Probe probe = check.probe();
        if (probe.exec() != null) {
            return Optional.of(info.setType(HealthCheck.Type.COMMAND)
                    .setCommand(TaskCommand.of(probe.exec()))
                    .build());
        }
        if (probe.http() != null) {
            Probe.Http http = probe.http();
            return port(http.endpoint(), ports)
                    .map(port -> info.setType(HealthCheck.Type.HTTP)
                            .setHttp(http(http, port))
                            .build());
        }
        return Optional.ofNullable(probe.tcp())
                .flatMap(tcp -> port(tcp.endpoint(), ports))
                .map(port -> info.setType(HealthCheck.Type.TCP)
                        .setTcp(HealthCheck.TCPCheckInfo.newBuilder()
                                .setPort(port)
                                .setProtocol(NetworkInfo.Protocol.IPv4))
                        .build());
    }

    private static HealthCheck.HTTPCheckInfo.Builder http(Probe.Http probe, int port) {
        HealthCheck.HTTPCheckInfo.Builder info = HealthCheck.HTTPCheckInfo.newBuilder()
                .setPort(port)
                .setScheme(probe.scheme() == null ? "http" : probe.scheme().toLowerCase(Locale.ROOT))
                .setProtocol(NetworkInfo.Protocol.IPv4);
        return probe.path() == null ? info : info.setPath(probe.path());
    }

    private static Optional<Integer> port(String endpoint, List<TaskPort> ports) {
        return ports.stream()
                .filter(port -> endpoint.equals(port.name()))
                .map(TaskPort::inTask)
                .findFirst();
    }
}
