package stadion.scheduler.launch.taskinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.HealthCheck.Protocol;

/** Health checks and checks: which of them Mesos makes, and of which port. */
class TaskChecksTest {

    private static final AppDefinition APP = AnApp.called("/a");
    private static final AppDefinition BRIDGED = APP.withNetworks(List.of(AnApp.bridge()))
            .withContainer(AnApp.docker(AnApp.mapping(80, 31000), AnApp.mapping(0, 31001)));

    @Test
    void checks_by_the_scheduler_are_not_for_mesos() {
        AppDefinition app = BRIDGED.withHealthChecks(List.of(health(Protocol.HTTP, null, 0)));

        assertThat(TaskOf.app(app).hasHealthCheck()).isFalse();
    }

    @Test
    void mesos_makes_the_first_check_that_is_for_it() {
        AppDefinition app = BRIDGED.withHealthChecks(List.of(
                health(Protocol.HTTP, null, 0),
                health(Protocol.MESOS_TCP, null, 0),
                health(Protocol.MESOS_HTTP, null, 1)));

        assertThat(TaskOf.app(app).getHealthCheck().getTcp().getPort()).isEqualTo(80);
    }

    @Test
    void a_check_goes_to_the_port_given_or_that_of_the_index_or_the_first() {
        assertThat(checkedPort(BRIDGED, health(Protocol.MESOS_TCP, 99, null))).isEqualTo(99);
        assertThat(checkedPort(BRIDGED, health(Protocol.MESOS_TCP, null, 1))).isEqualTo(31001);
        assertThat(checkedPort(BRIDGED, health(Protocol.MESOS_TCP, null, null))).isEqualTo(80);
        assertThat(checkedPort(
                        APP.withPortDefinitions(List.of(AnApp.port(31002))).withRequirePorts(true),
                        health(Protocol.MESOS_TCP, null, null)))
                .isEqualTo(31002);
    }

    @Test
    void a_check_of_no_port_is_no_check() {
        AppDefinition app = APP.withHealthChecks(List.of(health(Protocol.MESOS_TCP, null, null)));

        assertThat(TaskOf.app(app).hasHealthCheck()).isFalse();
    }

    @Test
    void https_is_http_with_a_scheme() {
        AppDefinition app = BRIDGED.withHealthChecks(List.of(health(Protocol.MESOS_HTTPS, null, 0)));

        assertThat(TaskOf.app(app).getHealthCheck().getHttp().getScheme()).isEqualTo("https");
        assertThat(TaskOf.app(app).getHealthCheck().getHttp().getPath()).isEqualTo("/health");
    }

    @Test
    void a_check_may_be_an_argument_vector() {
        CommandInfo command = check(new Check.Exec(null, List.of("test", "-f", "x")))
                .getCommand()
                .getCommand();

        assertThat(command.getShell()).isFalse();
        assertThat(command.getValue()).isEqualTo("test");
        assertThat(command.getArgumentsList()).containsExactly("test", "-f", "x");
    }

    @Test
    void a_check_may_be_a_shell_command() {
        CommandInfo command =
                check(new Check.Exec("test -f x", List.of())).getCommand().getCommand();

        assertThat(command.getShell()).isTrue();
        assertThat(command.getValue()).isEqualTo("test -f x");
    }

    @Test
    void a_check_may_be_of_a_port() {
        CheckInfo tcp = TaskOf.app(BRIDGED.withCheck(new Check(null, new Check.Tcp(0, null), null, 60, 20, 15)))
                .getCheck();

        assertThat(tcp.getType()).isEqualTo(CheckInfo.Type.TCP);
        assertThat(tcp.getTcp().getPort()).isEqualTo(80);
    }

    private static int checkedPort(AppDefinition app, HealthCheck check) {
        return TaskOf.app(app.withHealthChecks(List.of(check)))
                .getHealthCheck()
                .getTcp()
                .getPort();
    }

    private static CheckInfo check(Check.Exec exec) {
        return TaskOf.app(APP.withCheck(new Check(null, null, exec, 60, 20, 15)))
                .getCheck();
    }

    private static HealthCheck health(Protocol protocol, Integer port, Integer portIndex) {
        return new HealthCheck(protocol, "/health", port, portIndex, null, 300, 60, 20, 3, 15, null, "IPv4");
    }
}
