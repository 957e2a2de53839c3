package stadion.scheduler.launch.taskinfo;

import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Check;

/** The check that Mesos makes and only reports. */
final class TaskCheck {

    private TaskCheck() {}

    static Optional<CheckInfo> of(@Nullable Check check, List<TaskPort> ports) {
        if (check == null) {
            return Optional.empty();
        }
        CheckInfo.Builder info = CheckInfo.newBuilder()
                .setDelaySeconds(check.delaySeconds())
                .setIntervalSeconds(check.intervalSeconds())
                .setTimeoutSeconds(check.timeoutSeconds());
        if (check.exec() != null) {
            info.setType(CheckInfo.Type.COMMAND)
                    .setCommand(CheckInfo.Command.newBuilder().setCommand(TaskCommand.of(check.exec())));
            return Optional.of(info.build());
        }
        if (check.http() != null) {
            Check.Http http = check.http();
            return CheckedPort.of(http.port(), http.portIndex(), ports)
                    .map(port -> info.setType(CheckInfo.Type.HTTP)
                            .setHttp(http(http, port))
                            .build());
        }
        return Optional.ofNullable(check.tcp())
                .flatMap(tcp -> CheckedPort.of(tcp.port(), tcp.portIndex(), ports))
                .map(port -> info.setType(CheckInfo.Type.TCP)
                        .setTcp(CheckInfo.Tcp.newBuilder().setPort(port))
                        .build());
    }

    private static CheckInfo.Http.Builder http(Check.Http http, int port) {
        CheckInfo.Http.Builder info = CheckInfo.Http.newBuilder().setPort(port);
        return http.path() == null ? info : info.setPath(http.path());
    }
}
