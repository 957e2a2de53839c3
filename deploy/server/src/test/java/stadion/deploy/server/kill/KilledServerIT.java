package stadion.deploy.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.deploy.server.process.ServerProcess;

/**
 * The server may be killed at any instant: what it acknowledged is there when it is started again, no task is lost, doubled or started anew, and every deployment
 * ends. {@code -Dstadion.kills=50} sets how often it is killed, {@code -Dstadion.kills.seed=...} repeats the choices of a run.
 */
class KilledServerIT {

    private static final int KILLS = Integer.getInteger("stadion.kills", 10);
    private static final long SEED = Long.getLong("stadion.kills.seed", System.nanoTime());
    private static final int CLIENTS = 3;
    private static final int APPS_PER_CLIENT = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);
    private final String marker = "stadion-kill-test-" + ProcessHandle.current().pid();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<AppClient> apps = new ArrayList<>();

    /** The processes of each app that is at rest: as long as nobody changes the app they stay the same. */
    private final Map<AppClient, Set<TaskProcess>> resting = new HashMap<>();

    private ServerProcess server;
    private int answered;

    @BeforeEach
    void prepare() throws IOException {
        System.out.println(KILLS + " kills, -Dstadion.kills.seed=" + SEED);
        server = new ServerProcess(dir);
        for (int i = 0; i < CLIENTS * APPS_PER_CLIENT; i++) {
            apps.add(new AppClient("/kill/app-" + i, marker, random.nextLong()));
        }
    }

    @AfterEach
    void leaveNothingBehind() throws InterruptedException {
        threads.shutdownNow();
        server.kill();
        TaskProcess.killAll(marker);
    }

    @Test
    void nothingAcknowledgedIsLostAndNoTaskIsLostOrDoubled() throws Exception {
        server.start();
        for (int kill = 1; kill <= KILLS; kill++) {
            try {
                changeAppsUntilKilled();
                Set<TaskProcess> alive = TaskProcess.running(marker);
                restart();
                checkAfterRestart(alive);
                // Otherwise the next kill hits the server while it recovers from this one.
                if (random.nextInt(3) > 0 || kill == KILLS) {
                    settle(alive);
                }
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "kill " + kill + " of " + KILLS + ", -Dstadion.kills.seed=" + SEED + ": " + e.getMessage()
                                + "\nwhat the clients saw:\n"
                                + apps.stream().map(AppClient::history).collect(Collectors.joining("\n"))
                                + "\nthe server's output:\n" + server.output(),
                        e);
            }
        }
        System.out.println(KILLS + " kills, " + answered + " changes answered");
        endInOrder();
    }

    /** Each client changes some of its apps, one change after the other, until the server is gone: after some answers and a moment more. */
    private void changeAppsUntilKilled() throws Exception {
        Semaphore answers = new Semaphore(0);
        int enough = random.nextInt(10);
        long moment = random.nextInt(500);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            List<AppClient> own = apps.subList(i * APPS_PER_CLIENT, (i + 1) * APPS_PER_CLIENT);
            AppClient leftAlone = own.get(random.nextInt(own.size()));
            List<AppClient> changed =
                    own.stream().filter(app -> app != leftAlone).toList();
            clients.add(threads.submit(() -> changeUntilKilled(changed, answers)));
        }
        assertThat(answers.tryAcquire(enough, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("clients are answered")
                .isTrue();
        Thread.sleep(moment);
        server.kill();
        for (Future<?> client : clients) {
            client.get();
        }
        answered += enough + answers.availablePermits();
    }

    private Void changeUntilKilled(List<AppClient> own, Semaphore answers) throws InterruptedException {
        int next = 0;
        while (own.get(next).change(server.api())) {
            answers.release();
            next = (next + 1) % own.size();
        }
        return null;
    }

    /** Starts the server again; sometimes it is killed once more before it answers. */
    private void restart() throws IOException, InterruptedException {
        if (random.nextInt(4) == 0) {
            server.launch();
            Thread.sleep(random.nextInt(4000));
            server.kill();
        }
        server.start();
    }

    /** Checks what must hold at once, while deployments go on. */
    private void checkAfterRestart(Set<TaskProcess> aliveAtTheKill) throws IOException, InterruptedException {
        for (AppClient app : apps) {
            app.checkAfterRestart(server.api());
        }
        // A task that was being stopped may be told to have ended a moment before its process is gone; but no process
        // stays that nobody knows.
        patiently().untilAsserted(() -> {
            Set<String> known = knownTasks();
            assertThat(TaskProcess.running(marker))
                    .as("processes whose tasks are not known")
                    .filteredOn(process -> aliveAtTheKill.contains(process) && !known.contains(process.taskId()))
                    .isEmpty();
        });
        resting.keySet().removeIf(app -> !app.isAtRest());
        resting.forEach((app, processes) -> assertThat(processesOf(app))
                .as("processes of %s, which nobody changed", app.id())
                .isEqualTo(processes));
    }

    /** Waits until every deployment has ended, and compares what is wanted, what the API says and what runs. */
    private void settle(Set<TaskProcess> aliveAtTheKill) {
        patiently()
                .untilAsserted(() -> assertThat(server.api().get("/v2/deployments"))
                        .as("deployments under way")
                        .isEmpty());
        for (AppClient app : apps) {
            patiently().untilAsserted(() -> assertRunsAsWanted(app));
            Set<TaskProcess> processes = processesOf(app);
            if (!app.wasLowered()) {
                assertThat(processes)
                        .as("tasks of %s that had to be adopted", app.id())
                        .containsAll(ofLastRevision(app, aliveAtTheKill));
            }
            app.rest();
            resting.put(app, processes);
        }
    }

    private void assertRunsAsWanted(AppClient app) throws IOException, InterruptedException {
        Set<TaskProcess> processes = processesOf(app);
        assertThat(processes)
                .as("processes of %s", app.id())
                .hasSize(app.instances())
                .allMatch(process -> process.revision() == app.revision());
        assertThat(app.runningTasks(server.api()))
                .as("running tasks of %s", app.id())
                .isEqualTo(processes.stream().map(TaskProcess::taskId).collect(Collectors.toSet()));
    }

    private Set<String> knownTasks() throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        server.api()
                .get("/v2/tasks")
                .path("tasks")
                .forEach(task -> ids.add(task.path("id").asText()));
        return ids;
    }

    private Set<TaskProcess> processesOf(AppClient app) {
        return TaskProcess.running(marker).stream().filter(app::owns).collect(Collectors.toSet());
    }

    private static Set<TaskProcess> ofLastRevision(AppClient app, Set<TaskProcess> processes) {
        return processes.stream()
                .filter(process -> app.owns(process) && process.revision() == app.revision())
                .collect(Collectors.toSet());
    }

    /** When the apps are gone no process is left, and the server stops when it is told to. */
    private void endInOrder() throws IOException, InterruptedException {
        for (AppClient app : apps) {
            server.api().send("DELETE", "/v2/apps" + app.id() + "?force=true", "");
        }
        patiently().untilAsserted(() -> assertThat(TaskProcess.running(marker)).isEmpty());
        server.stop();
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }
}
