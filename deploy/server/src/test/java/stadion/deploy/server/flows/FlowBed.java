package stadion.deploy.server.flows;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
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

    private final LocalMesos mesos;
    private final MesosLink link;
    private final ServerProcess server;

    /**
     * Starts both.
     *
     * @param ports the first of 3000 ports for the tasks
     * @param flags of the server, each followed by its value
     */
    FlowBed(Path dir, int ports, List<String> flags) throws IOException, InterruptedException {
        mesos = LocalMesos.start(new LocalMesosConfig(
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
                LocalMesosConfig.ALLOCATION_INTERVAL));
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
    }

    ServerProcess server() {
        return server;
    }

    LocalMesos mesos() {
        return mesos;
    }

    /** The network between the two. */
    MesosLink link() {
        return link;
    }

    void stop() throws IOException, InterruptedException {
        server.kill();
        link.close();
        mesos.close();
    }
}
