package stadion.deploy.server.flows;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import stadion.deploy.server.process.ServerProcess;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.LocalMesos;
import stadion.localmesos.LocalMesosConfig;

/** A server as a process of its own, and a Mesos with three agents, whose tasks are processes. */
final class FlowBed implements AutoCloseable {

    private static final int AGENTS = 3;

    /** Marathon's default. */
    private static final Duration FIRST_RECONCILIATION = Duration.ofSeconds(15);


    private final LocalMesos mesos;
    private final MesosLink link;
    private final ServerProcess server;

    /**
     * Starts both.
     *
     * @param ports the first of 3000 ports for the tasks
     * @param flags of the server
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
        List<String> all = new ArrayList<>(List.of("--master", "127.0.0.1:" + link.port()));
        all.addAll(flags);
        server = new ServerProcess(dir, FIRST_RECONCILIATION, all);
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

    @Override
    public void close() throws IOException, InterruptedException {
        server.kill();
        link.close();
        mesos.close();
    }
}
