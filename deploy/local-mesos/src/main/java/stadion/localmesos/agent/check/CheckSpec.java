package stadion.localmesos.agent.check;

import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo;

/**
 * A check and when to do it.
 *
 * @param type what kind of result it has
 * @param delay time from the start of the task to the first try
 * @param interval time from the end of one try to the next
 * @param timeout how long a try may take
 */
public record CheckSpec(CheckInfo.Type type, Probe probe, Duration delay, Duration interval, Duration timeout) {

    /** Instead of Mesos' "for ever". */
    private static final Duration NO_TIMEOUT = Duration.ofDays(1);

    /** Reads a check; empty if it is of an unknown type. */
    public static Optional<CheckSpec> of(CheckInfo check) {
        Optional<Probe> probe = switch (check.getType()) {
            case COMMAND -> Optional.of(new Probe.Command(check.getCommand().getCommand()));
            case HTTP ->
                Optional.of(new Probe.Http(
                        "http", check.getHttp().getPort(), check.getHttp().getPath(), false));
            case TCP -> Optional.of(new Probe.Tcp(check.getTcp().getPort(), false));
            case UNKNOWN -> Optional.empty();
        };
        return probe.map(it -> new CheckSpec(
                check.getType(),
                it,
                seconds(check.getDelaySeconds()),
                seconds(check.getIntervalSeconds()),
                timeout(check.getTimeoutSeconds())));
    }

    /** Reads a health check; empty if it is of an unknown type. */
    public static Optional<CheckSpec> of(HealthCheck check) {
        Optional<Probe> probe = switch (check.getType()) {
            case COMMAND -> Optional.of(new Probe.Command(check.getCommand()));
            case HTTP ->
                Optional.of(new Probe.Http(
                        check.getHttp().hasScheme() ? check.getHttp().getScheme() : "http",
                        check.getHttp().getPort(),
                        check.getHttp().getPath(),
                        check.getHttp().getProtocol() == NetworkInfo.Protocol.IPv6));
            case TCP ->
                Optional.of(new Probe.Tcp(
                        check.getTcp().getPort(), check.getTcp().getProtocol() == NetworkInfo.Protocol.IPv6));
            case UNKNOWN -> Optional.empty();
        };
        return probe.map(it -> new CheckSpec(
                typeOf(it),
                it,
                seconds(check.getDelaySeconds()),
                seconds(check.getIntervalSeconds()),
                timeout(check.getTimeoutSeconds())));
    }

    /** What is reported while there is no result: the type and nothing else. */
    public static CheckStatusInfo withoutResult(CheckInfo.Type type) {
        var status = CheckStatusInfo.newBuilder().setType(type);
        switch (type) {
            case COMMAND -> status.setCommand(CheckStatusInfo.Command.getDefaultInstance());
            case HTTP -> status.setHttp(CheckStatusInfo.Http.getDefaultInstance());
            case TCP -> status.setTcp(CheckStatusInfo.Tcp.getDefaultInstance());
            case UNKNOWN -> {}
        }
        return status.build();
    }

    private static CheckInfo.Type typeOf(Probe probe) {
        if (probe instanceof Probe.Http) {
            return CheckInfo.Type.HTTP;
        }
        return probe instanceof Probe.Tcp ? CheckInfo.Type.TCP : CheckInfo.Type.COMMAND;
    }

    private static Duration seconds(double value) {
        return Duration.ofNanos((long) (value * 1e9));
    }

    private static Duration timeout(double value) {
        return value > 0 ? seconds(value) : NO_TIMEOUT;
    }
}
