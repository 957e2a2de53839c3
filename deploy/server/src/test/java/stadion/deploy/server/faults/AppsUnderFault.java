package stadion.deploy.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import stadion.deploy.server.kill.AppClient;
import stadion.deploy.server.kill.TaskProcess;
import stadion.deploy.server.process.Api;

/** Clients that change apps through any node while faults strike, and what must be true of the apps afterwards. */
final class AppsUnderFault implements AutoCloseable {

    private static final int CLIENTS = 3;
    private static final int APPS_PER_CLIENT = 3;

    private static final String MARKER =
            "stadion-fault-test-" + ProcessHandle.current().pid();

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<AppClient> apps = new ArrayList<>();
    private final Nodes nodes;
    private final Random random;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();
    private List<Future<?>> clients = List.of();

    /** The processes of each app that is at rest: as long as nobody changes the app they stay the same. */
    private final Map<AppClient, Set<TaskProcess>> resting = new HashMap<>();

    AppsUnderFault(Nodes nodes, Random random) {
        this.nodes = nodes;
        this.random = random;
        for (int i = 0; i < CLIENTS * APPS_PER_CLIENT; i++) {
            apps.add(new AppClient("/faults/app-" + i, MARKER, random.nextLong()));
        }
    }

    /** From now on each client changes all but one of its apps, one change after the other. A change without an answer is the last one of its app. */
    void change() {
        enough.set(false);
        clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            List<AppClient> own = new ArrayList<>(apps.subList(i * APPS_PER_CLIENT, (i + 1) * APPS_PER_CLIENT));
            own.remove(random.nextInt(own.size()));
            long seed = random.nextLong();
            clients.add(threads.submit(() -> change(own, new Random(seed))));
        }
    }

    private Void change(List<AppClient> own, Random choices) throws InterruptedException {
        while (!enough.get() && !own.isEmpty()) {
            AppClient app = own.get(choices.nextInt(own.size()));
            if (app.change(nodes.api(choices.nextInt(nodes.count())))) {
                answered.incrementAndGet();
            } else {
                own.remove(app);
            }
            Thread.sleep(choices.nextInt(300));
        }
        return null;
    }

    /** How many changes were answered, over all the time. */
    int answered() {
        return answered.get();
    }

    /** Ends the changes, and waits until every deployment has ended; then compares what is wanted, what each node says and what runs. */
    void settle(Stopwatch watch) throws Exception {
        enough.set(true);
        for (Future<?> client : clients) {
            client.get();
        }
        watch.lap("clients answered");
        Nodes.patiently()
                .untilAsserted(() -> assertThat(nodes.api(0).get("/v2/deployments"))
                        .as("deployments under way")
                        .isEmpty());
        watch.lap("deployments ended");
        for (AppClient app : apps) {
            app.checkAfterRestart(nodes.api(random.nextInt(nodes.count())));
        }
        resting.keySet().removeIf(app -> !app.isAtRest());
        Set<TaskProcess> running = TaskProcess.running(MARKER);
        resting.forEach((app, processes) -> assertThat(of(app, running))
                .as("processes of %s, which nobody changed", app.id())
                .isEqualTo(processes));
        for (int node = 0; node < nodes.count(); node++) {
            Api api = nodes.api(node);
            Nodes.patiently().untilAsserted(() -> assertAllRunAsWanted(api));
        }
        Set<TaskProcess> all = TaskProcess.running(MARKER);
        for (AppClient app : apps) {
            resting.put(app, of(app, all));
            app.rest();
        }
        Nodes.patiently()
                .untilAsserted(() -> assertThat(TaskProcess.running(MARKER))
                        .as("processes of tasks")
                        .extracting(TaskProcess::taskId)
                        .containsExactlyInAnyOrderElementsOf(knownTasks()));
    }

    private void assertAllRunAsWanted(Api api) throws IOException, InterruptedException {
        Set<TaskProcess> running = TaskProcess.running(MARKER);
        JsonNode tasks = api.get("/v2/tasks").path("tasks");
        for (AppClient app : apps) {
            Set<TaskProcess> processes = of(app, running);
            assertThat(processes)
                    .as("processes of %s", app.id())
                    .hasSize(app.instances())
                    .allMatch(process -> process.revision() == app.revision());
            assertThat(app.runningTasks(tasks))
                    .as("running tasks of %s", app.id())
                    .isEqualTo(processes.stream().map(TaskProcess::taskId).collect(Collectors.toSet()));
        }
    }

    /** The tasks that the nodes know. */
    Set<String> knownTasks() throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        nodes.api(0)
                .get("/v2/tasks")
                .path("tasks")
                .forEach(task -> ids.add(task.path("id").asText()));
        return ids;
    }

    private static Set<TaskProcess> of(AppClient app, Set<TaskProcess> processes) {
        return processes.stream().filter(app::owns).collect(Collectors.toSet());
    }

    /** The deployments that the clients were told of, over all the time. */
    Set<String> deployments() {
        return apps.stream().flatMap(app -> app.deployments().stream()).collect(Collectors.toSet());
    }

    /** What the clients saw. */
    String history() {
        return apps.stream().map(AppClient::history).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Ends all processes of tasks; to be called when nobody is left to start others for them. */
    static void killTasks() {
        TaskProcess.killAll(MARKER);
    }
}
