package stadion.api.app;

import stadion.scheduler.model.AppDefinition.HealthCheck;

/** Health checks with only the fields that mean something for their protocol. */
final class CheckForm {

    /** The delay of checks that Mesos does not run, for which Marathon takes no other. */
    private static final int DEFAULT_DELAY_SECONDS = 15;

    private CheckForm() {}

    static HealthCheck complete(HealthCheck check) {
        return switch (check.protocol()) {
            case HTTP, HTTPS ->
                keep(
                        check,
                        check.path(),
                        check.ignoreHttp1xx() != null && check.ignoreHttp1xx(),
                        DEFAULT_DELAY_SECONDS);
            case TCP -> keep(check, null, null, DEFAULT_DELAY_SECONDS);
            case COMMAND -> command(check);
            case MESOS_HTTP, MESOS_HTTPS -> keep(check, check.path(), null, check.delaySeconds());
            case MESOS_TCP -> keep(check, null, null, check.delaySeconds());
        };
    }

    private static HealthCheck keep(HealthCheck check, String path, Boolean ignoreHttp1xx, int delaySeconds) {
        return new HealthCheck(
                check.protocol(),
                path,
                check.port(),
                check.portIndex(),
                null,
                check.gracePeriodSeconds(),
                check.intervalSeconds(),
                check.timeoutSeconds(),
                check.maxConsecutiveFailures(),
                delaySeconds,
                ignoreHttp1xx,
                check.ipProtocol());
    }

    private static HealthCheck command(HealthCheck check) {
        return new HealthCheck(
                check.protocol(),
                null,
                null,
                null,
                check.command(),
                check.gracePeriodSeconds(),
                check.intervalSeconds(),
                check.timeoutSeconds(),
                check.maxConsecutiveFailures(),
                check.delaySeconds(),
                null,
                "IPv4");
    }
}
