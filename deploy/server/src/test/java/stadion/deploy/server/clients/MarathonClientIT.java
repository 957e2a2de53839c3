package stadion.deploy.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mesosphere.marathon.client.Marathon;
import mesosphere.marathon.client.MarathonClient;
import mesosphere.marathon.client.MarathonException;
import mesosphere.marathon.client.model.v2.App;
import mesosphere.marathon.client.model.v2.GetEventSubscriptionRegisterResponse;
import mesosphere.marathon.client.model.v2.Group;
import mesosphere.marathon.client.model.v2.QueueElement;
import mesosphere.marathon.client.model.v2.Task;
import mesosphere.marathon.client.model.v2.VersionedApp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.deploy.server.process.ServerProcess;

/** Mesosphere's own Java client. */
class MarathonClientIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path dir;

    private static ServerProcess server;
    private static Marathon marathon;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = new ServerProcess(dir);
        server.start();
        marathon = MarathonClient.getInstance(server.url());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.stop();
    }

    @Test
    void drivesAnAppFromItsCreationToItsEnd() throws MarathonException {
        String id = "/java/app";
        VersionedApp created = marathon.createApp(sleeping(id, 1));
        assertThat(created.getId()).isEqualTo(id);
        assertThat(created.getVersion()).isNotEmpty();
        settled();
        assertThat(marathon.getApp(id).getApp().getTasksRunning()).isEqualTo(1);

        App three = new App();
        three.setInstances(3);
        assertThat(marathon.updateApp(id, three, false).getDeploymentId()).isNotEmpty();
        settled();
        assertThat(marathon.getAppTasks(id).getTasks())
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.getState()).isEqualTo("TASK_RUNNING"));

        App upgrade = new App();
        upgrade.setEnv(Map.of("REVISION", "2"));
        String upgraded = marathon.updateApp(id, upgrade, false).getVersion();
        settled();
        assertThat(marathon.getAppTasks(id).getTasks())
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.getVersion()).isEqualTo(upgraded));
        assertThat(marathon.getAppVersions(id).getVersions()).hasSize(3).contains(upgraded, created.getVersion());

        // This client does not send versions, so its users send what the version was.
        marathon.updateApp(id, marathon.getAppVersion(id, created.getVersion()), false);
        settled();
        App rolledBack = marathon.getApp(id).getApp();
        assertThat(rolledBack.getEnv()).containsEntry("REVISION", "1");
        assertThat(rolledBack.getInstances()).isEqualTo(1);

        Task victim = marathon.getAppTasks(id).getTasks().iterator().next();
        assertThat(marathon.deleteAppTask(id, victim.getId(), "false").getTask().getId())
                .isEqualTo(victim.getId());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(marathon.getAppTasks(id).getTasks().stream()
                                .filter(task -> task.getState().equals("TASK_RUNNING"))
                                .map(Task::getId))
                        .hasSize(1)
                        .doesNotContain(victim.getId()));
        assertThat(marathon.getTasks().getTasks()).extracting(Task::getAppId).contains(id);

        marathon.restartApp(id, false);
        settled();
        marathon.deleteApp(id);
        settled();
        assertThat(statusOf(() -> marathon.getApp(id))).isEqualTo(404);
    }

    @Test
    void subscribesToEvents() throws MarathonException {
        String url = "http://127.0.0.1:9/events";
        GetEventSubscriptionRegisterResponse subscribed = marathon.register(url);
        assertThat(subscribed.getEventType()).isEqualTo("subscribe_event");
        assertThat(subscribed.getCallbackUrl()).isEqualTo(url);
        assertThat(marathon.subscriptions().getCallbackUrls()).containsExactly(url);

        assertThat(marathon.unregister(url).getEventType()).isEqualTo("unsubscribe_event");
        assertThat(marathon.subscriptions().getCallbackUrls()).isEmpty();
    }

    @Test
    void drivesAGroup() throws MarathonException {
        Group group = new Group("/java-group");
        group.setApps(List.of(sleeping("a", 1)));
        Group inner = new Group("inner");
        inner.setApps(List.of(sleeping("b", 1)));
        group.setGroups(List.of(inner));
        marathon.createGroup(group);
        settled();
        assertThat(marathon.getGroup("java-group").getApps())
                .extracting(App::getId)
                .containsExactly("/java-group/a");
        assertThat(marathon.getGroup("java-group/inner").getApps())
                .extracting(App::getId)
                .containsExactly("/java-group/inner/b");
        assertThat(marathon.getApp("/java-group/inner/b").getApp().getTasksRunning())
                .isEqualTo(1);

        Group changed = new Group("/java-group");
        changed.setApps(List.of(sleeping("a", 2)));
        marathon.updateGroup("java-group", false, changed);
        settled();
        assertThat(marathon.getApp("/java-group/a").getApp().getTasksRunning()).isEqualTo(2);

        marathon.deleteGroup("java-group", false);
        settled();
        assertThat(statusOf(() -> marathon.getGroup("java-group"))).isEqualTo(404);
    }

    @Test
    void seesWhatWaitsAndCancelsIt() throws MarathonException {
        String id = "/java/waiting";
        App huge = sleeping(id, 1);
        huge.setCpus(1000.0);
        marathon.createApp(huge);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(marathon.getQueue().getQueue())
                        .filteredOn(waiting -> waiting.getApp().getId().equals(id))
                        .singleElement()
                        .extracting(QueueElement::getCount)
                        .isEqualTo(1));
        String deployment = marathon.getDeployments().stream()
                .filter(d -> d.getAffectedApps().contains(id))
                .findFirst()
                .orElseThrow()
                .getId();
        assertThat(statusOf(() -> marathon.updateApp(id, sleeping(id, 2), false)))
                .isEqualTo(409);

        marathon.cancelDeploymentAndRollback(deployment);
        settled();
        assertThat(statusOf(() -> marathon.getApp(id))).isEqualTo(404);
    }

    @Test
    void isToldWhatIsWrongWithAnApp() {
        App nothing = new App();
        nothing.setId("/java/nothing");

        MarathonException refused = catchThrowableOfType(MarathonException.class, () -> marathon.createApp(nothing));

        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getMessage()).contains("AppDefinition must either contain one of");
    }

    @Test
    void readsAboutTheServer() throws MarathonException {
        assertThat(marathon.getServerInfo().getName()).isEqualTo("marathon");
        assertThat(marathon.getServerInfo().getElected()).isTrue();
    }

    private static App sleeping(String id, int instances) {
        App app = new App();
        app.setId(id);
        app.setCmd("exec sleep 3600");
        app.setCpus(0.01);
        app.setMem(8.0);
        app.setInstances(instances);
        app.setEnv(Map.of("REVISION", "1"));
        return app;
    }

    private interface Call {
        void make() throws MarathonException;
    }

    private static int statusOf(Call call) {
        return catchThrowableOfType(MarathonException.class, call::make).getStatus();
    }

    private static void settled() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(marathon.getDeployments()).isEmpty());
    }
}
