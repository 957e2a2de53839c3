package stadion.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An embedded Mesos whose agents simulate their tasks, as a process of its own. */
final class SimulatedMesos {

    private SimulatedMesos() {}

    /** Starts it; it answers at that port when this returns. */
    static ChildProcess start(Path dir, int port, int agents) throws IOException, InterruptedException {
        ChildProcess mesos = ChildProcess.start(
                "local-mesos",
                dir.resolve("mesos.log"),
                List.of("-Xmx1g"),
                "stadion.localmesos.LocalMesosMain",
                arguments(dir, port, agents));
        try {
            mesos.awaitAnswer(ChildProcess.address(port).resolve("/health"));
            return mesos;
        } catch (IOException | InterruptedException e) {
            mesos.close();
            throw e;
        }
    }

    private static List<String> arguments(Path dir, int port, int agents) {
        return List.of(
                "--port",
                Integer.toString(port),
                "--agents",
                Integer.toString(agents),
                "--agent_port",
                "0",
                "--resources",
                "cpus:40;mem:65536;disk:400000;ports:[31000-31999]",
                "--fake_tasks",
                "--work_dir",
                dir.resolve("mesos").toString());
    }
}
