package stadion.scheduler.launch.taskinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.ResourceLimits;

class TaskInfoBuilderTest {

    private static final AppDefinition APP = AnApp.called("/shop/cart");
    private static final String TASK_ID = "shop_cart.instance-" + TaskOf.UUID_1 + "._app.2";

    @Test
    void a_task_is_named_after_its_app_and_numbered_by_incarnation() {
        TaskInfo task = TaskOf.app(APP);

        assertThat(task.getName()).isEqualTo("cart.shop");
        assertThat(task.getTaskId().getValue()).isEqualTo(TASK_ID);
        assertThat(task.getAgentId().getValue()).isEqualTo("agent-10.0.0.1");
    }

    @Test
    void a_command_line_is_for_the_shell() {
        CommandInfo command = TaskOf.app(APP.withUser("bob")).getCommand();

        assertThat(command.getValue()).isEqualTo("sleep 100");
        assertThat(command.getShell()).isTrue();
        assertThat(command.getUser()).isEqualTo("bob");
    }

    @Test
    void arguments_are_run_without_a_shell() {
        CommandInfo command = TaskOf.app(APP.withCmd(null).withArgs(List.of("/bin/echo", "a b")))
                .getCommand();

        assertThat(command.getShell()).isFalse();
        assertThat(command.getValue()).isEqualTo("/bin/echo");
        assertThat(command.getArgumentsList()).containsExactly("/bin/echo", "a b");
    }

    @Test
    void arguments_are_left_to_the_entry_point_of_an_image() {
        CommandInfo command = TaskOf.app(
                        APP.withCmd(null).withArgs(List.of("-x")).withContainer(AnApp.docker()))
                .getCommand();

        assertThat(command.hasValue()).isFalse();
        assertThat(command.getArgumentsList()).containsExactly("-x");
    }

    @Test
    void files_are_fetched_as_the_app_says() {
        FetchUri fetch = new FetchUri("http://h/a.tgz", true, false, true, "sub/a");

        assertThat(TaskOf.app(APP.withFetch(List.of(fetch))).getCommand().getUrisList())
                .containsExactly(CommandInfo.URI
                        .newBuilder()
                        .setValue("http://h/a.tgz")
                        .setExtract(true)
                        .setExecutable(false)
                        .setCache(true)
                        .setOutputFile("sub/a")
                        .build());
    }

    @Test
    void an_executor_of_the_users_takes_the_place_of_the_command() {
        AppDefinition app = APP.withExecutor("/opt/it's").withExecutorResources(new ExecutorResources(0.5, 32, 10));

        TaskInfo task = TaskOf.app(app.withContainer(AnApp.plain()));

        assertThat(task.hasCommand()).isFalse();
        assertThat(task.hasContainer()).isFalse();
        assertThat(task.getExecutor().hasContainer()).isTrue();
        assertThat(task.getExecutor().getExecutorId().getValue()).isEqualTo("marathon-" + TASK_ID);
        assertThat(task.getExecutor().getResourcesCount()).isEqualTo(3);
        assertThat(task.getExecutor().getCommand().getValue())
                .isEqualTo("chmod ug+rx '/opt/it'\\''s' && exec '/opt/it'\\''s' sleep 100");
    }

    @Test
    void the_flag_names_the_executor_of_apps_that_name_none() {
        LaunchSettings settings = new LaunchSettings("", "/opt/exec", "mesos-bridge");

        assertThat(TaskOf.app(APP.withExecutor(""), settings, false).hasExecutor())
                .isTrue();
        assertThat(TaskOf.app(APP.withExecutor("//cmd"), settings, false).hasExecutor())
                .isFalse();
        assertThat(TaskOf.app(APP.withExecutor("")).hasExecutor()).isFalse();
    }

    @Test
    void labels_keep_their_keys() {
        AppDefinition app = APP.withLabels(Map.of("b.c", "1"));

        assertThat(TaskOf.app(app).getLabels().getLabelsList())
                .containsExactly(Label.newBuilder().setKey("b.c").setValue("1").build());
        assertThat(TaskOf.app(APP).hasLabels()).isFalse();
    }

    @Test
    void a_grace_period_is_said_even_if_it_is_zero() {
        assertThat(TaskOf.app(APP.withTaskKillGracePeriodSeconds(0))
                        .getKillPolicy()
                        .getGracePeriod()
                        .getNanoseconds())
                .isZero();
        assertThat(TaskOf.app(APP.withTaskKillGracePeriodSeconds(0)).hasKillPolicy())
                .isTrue();
        assertThat(TaskOf.app(APP.withTaskKillGracePeriodSeconds(7))
                        .getKillPolicy()
                        .getGracePeriod()
                        .getNanoseconds())
                .isEqualTo(7_000_000_000L);
        assertThat(TaskOf.app(APP).hasKillPolicy()).isFalse();
    }

    @Test
    void limits_are_those_given() {
        TaskInfo task = TaskOf.app(APP.withResourceLimits(new ResourceLimits(null, Double.POSITIVE_INFINITY)));

        assertThat(task.getLimitsMap()).containsOnlyKeys("mem");
        assertThat(task.getLimitsOrThrow("mem").getValue()).isInfinite();
    }
}
