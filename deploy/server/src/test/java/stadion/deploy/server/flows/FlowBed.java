package stadion.deploy.server.flows;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stadion.deploy.server.process.ServerProcess;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.LocalMesos;
import stadion.localmesos.LocalMesosConfig;

/** A server as a process of its own, and a Mesos with three agents, whose tasks are processes. */
final class FlowBed {

    private static final int AGENTS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalMesos mesos;
    private final MesosLink link;
    private final ServerProcess server;
    private Monitor monitor;
    private int holders;

    /**
     * Starts both.
     *
     * @param ports the first of 3000 ports for the tasks
     * @param flags of the server, each followed by its value
     */
    FlowBed(Path dir, int ports, List<String> flags) throws Exception {
        mesos = LocalMesos.start(
                new LocalMesosConfig(
                        InetAddress.getLoopbackAddress(),
                        0,
                        "127.0.0.1",
                        AGENTS,
                        0,
                        "cpus:16;mem:8192;disk:8192;ports:[" + ports + "-" + (ports + 999) + "]",
                        "",
                        dir.resolve("mesos"),
                        ContainerTool.installed(),
                        null,
                        LocalMesosConfig.ALLOCATION_INTERVAL),
                ListeningTasks::new);
        link = new MesosLink(mesos.address());
        Map<String, String> all = new LinkedHashMap<>();
        all.put("--master", "127.0.0.1:" + link.port());
        // Marathon's default.
        all.put("--reconciliation_initial_delay", "15000");
        for (int i = 0; i < flags.size(); i += 2) {
            all.put(flags.get(i), flags.get(i + 1));
        }
        server = new ServerProcess(dir, all);
        server.start();
        monitor = Monitor.open(server.url());
        checkHealthOnce();
    }

    /** Lets the server make its first health check, which takes seconds in a fresh JVM: the recorded grace periods are not longer. */
    private void checkHealthOnce() throws Exception {
        server.api().send("POST", "/v2/apps", """
                        {"id": "/warm", "cmd": "exec python3 -m http.server $PORT0 --bind 127.0.0.1", "cpus": 0.1, "mem": 32,
                         "portDefinitions": [{"port": 0}], "healthChecks": [{"protocol": "HTTP", "portIndex": 0, "intervalSeconds": 1}]}
                        """);
        await().atMost(PATIENCE)
                .until(() -> server.api()
                                .get("/v2/apps/warm")
                                .at("/app/tasksHealthy")
                                .asInt()
                        == 1);
        monitor.awaitEnd(server.api()
                .send("DELETE", "/v2/apps/warm", "")
                .body()
                .path("deploymentId")
                .asText());
    }

    ServerProcess server() {
        return server;
    }

    LocalMesos mesos() {
        return mesos;
    }

    /** Who sees all that the server tells from now on; a new one if the server was started again. */
    synchronized Monitor monitor() throws Exception {
        if (!monitor.isOpen()) {
            monitor = Monitor.open(server.url());
        }
        return monitor;
    }

    /** The network between the two. */
    MesosLink link() {
        return link;
    }

    /** Lets Mesos offer nothing, until as many calls of {@link #resumeOffers} have followed. */
    synchronized void holdOffers() throws IOException {
        if (holders++ == 0) {
            mesos.holdOffers();
        }
    }

    synchronized void resumeOffers() throws IOException {
        if (--holders == 0) {
            mesos.resumeOffers();
        }
    }

    void stop() throws IOException, InterruptedException {
        monitor.close();
        server.kill();
        link.close();
        mesos.close();
    }
}
