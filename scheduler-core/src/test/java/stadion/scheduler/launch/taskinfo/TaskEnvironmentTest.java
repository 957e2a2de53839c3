package stadion.scheduler.launch.taskinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Environment.Variable;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.PortMapping;

class TaskEnvironmentTest {

    private static final AppDefinition APP = AnApp.called("/a");

    @Test
    void a_task_is_told_about_its_app() {
        assertThat(environment(APP.withGpus(0).withContainer(AnApp.docker())))
                .containsEntry("MESOS_TASK_ID", "a.instance-" + TaskOf.UUID_1 + "._app.2")
                .containsEntry("MARATHON_APP_ID", "/a")
                .containsEntry("MARATHON_APP_VERSION", "2026-01-02T03:04:05.600Z")
                .containsEntry("MARATHON_APP_DOCKER_IMAGE", "repo/img:1")
                .containsEntry("MARATHON_APP_RESOURCE_CPUS", "0.1")
                .containsEntry("MARATHON_APP_RESOURCE_MEM", "32.0")
                .containsEntry("MARATHON_APP_RESOURCE_DISK", "0.0")
                .containsEntry("MARATHON_APP_RESOURCE_GPUS", "0")
                .containsEntry("MARATHON_APP_ENFORCE_GROUP_ROLE", "FALSE")
                .containsEntry("HOST", "10.0.0.1");
        assertThat(environment(APP.withContainer(AnApp.mesos()))).doesNotContainKey("MARATHON_APP_DOCKER_IMAGE");
        assertThat(environment(APP, LaunchSettings.DEFAULTS, true))
                .containsEntry("MARATHON_APP_ENFORCE_GROUP_ROLE", "TRUE");
    }

    @Test
    void without_ports_there_are_no_port_variables() {
        assertThat(environment(APP).keySet()).noneMatch(name -> name.startsWith("PORT"));
    }

    @Test
    void a_port_has_its_index_its_service_port_and_its_name() {
        PortDefinition port = new PortDefinition(10001, "http-api", "tcp", Map.of());

        Map<String, String> environment = environment(APP.withPortDefinitions(List.of(port)));

        assertThat(environment.get("PORT0")).isIn("31000", "31001", "31002");
        assertThat(environment)
                .containsEntry("PORT_10001", environment.get("PORT0"))
                .containsEntry("PORT_HTTP-API", environment.get("PORT0"))
                .containsEntry("PORT", environment.get("PORT0"))
                .containsEntry("PORTS", environment.get("PORT0"));
    }

    @Test
    void fixed_container_ports_are_not_among_PORTS() {
        Map<String, String> environment = environment(onNetwork(AnApp.mapping(80, null)));

        assertThat(environment)
                .containsEntry("PORT0", "80")
                .containsEntry("PORT_80", "80")
                .containsEntry("PORTS", "")
                .doesNotContainKey("PORT");
    }

    @Test
    void made_up_container_ports_follow_host_ports_in_PORTS() {
        Map<String, String> environment =
                environment(onNetwork(AnApp.mapping(0, null), AnApp.mapping(80, null), AnApp.mapping(81, 31001)));

        assertThat(environment.get("PORTS")).isEqualTo("31001," + environment.get("PORT0"));
        assertThat(environment)
                .containsEntry("PORT", "31001")
                .containsEntry("PORT1", "80")
                .containsEntry("PORT_" + environment.get("PORT0"), environment.get("PORT0"));
    }

    @Test
    void the_prefix_is_for_host_and_ports() {
        AppDefinition app =
                APP.withPortDefinitions(List.of(AnApp.port(10001))).withEnv(Map.of("MINE", EnvValue.of("x")));

        assertThat(environment(app, new LaunchSettings("P_", "//cmd", "mesos-bridge"), false))
                .containsKeys("P_HOST", "P_PORT", "P_PORT0", "P_PORTS", "P_PORT_10001", "MINE", "MARATHON_APP_ID")
                .doesNotContainKeys("HOST", "PORT", "PORT0", "PORTS", "PORT_10001");
    }

    @Test
    void labels_become_variables_the_last_of_equal_names_winning() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("a-b", "1");
        labels.put("A.:b", "2");
        labels.put("c", "3");

        assertThat(environment(APP.withLabels(labels)))
                .containsEntry("MARATHON_APP_LABELS", "A_B C")
                .containsEntry("MARATHON_APP_LABEL_A_B", "2")
                .containsEntry("MARATHON_APP_LABEL_C", "3");
        assertThat(environment(APP)).containsEntry("MARATHON_APP_LABELS", "");
    }

    @Test
    void long_labels_are_left_out() {
        assertThat(environment(APP.withLabels(Map.of("k".repeat(492), "v".repeat(511)))))
                .containsKey("MARATHON_APP_LABEL_" + "K".repeat(492));
        assertThat(environment(APP.withLabels(Map.of("k".repeat(493), "v")))).containsEntry("MARATHON_APP_LABELS", "");
        assertThat(environment(APP.withLabels(Map.of("k", "v".repeat(512))))).containsEntry("MARATHON_APP_LABELS", "");
    }

    @Test
    void the_user_has_the_last_word_but_secrets_are_silent() {
        AppDefinition app = APP.withEnv(Map.of("HOST", EnvValue.of("mine"), "PW", EnvValue.secret("s")));

        assertThat(environment(app)).containsEntry("HOST", "mine").doesNotContainKey("PW");
    }

    private static AppDefinition onNetwork(PortMapping... mappings) {
        return APP.withNetworks(List.of(AnApp.network("net"))).withContainer(AnApp.docker(mappings));
    }

    private static Map<String, String> environment(AppDefinition app) {
        return environment(app, LaunchSettings.DEFAULTS, false);
    }

    private static Map<String, String> environment(
            AppDefinition app, LaunchSettings settings, boolean enforceGroupRole) {
        return TaskOf.app(app, settings, enforceGroupRole).getCommand().getEnvironment().getVariablesList().stream()
                .collect(Collectors.toMap(Variable::getName, Variable::getValue));
    }
}
