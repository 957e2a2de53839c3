package stadion.localmesos;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.fake.FakeBehavior;

/**
 * What an embedded Mesos is like.
 *
 * @param bindAddress where master and agents listen
 * @param port of the master; 0: any free one
 * @param hostname of master and agents, under which tasks and sandboxes are reached from elsewhere; further agents of {@code localhost} are called 127.0.0.2, 127.0.0.3
 *     and so on where the system has these addresses, so that rules about hosts can tell them apart
 * @param agents how many, at least 1
 * @param agentPort of the first agent's HTTP end points, the next agents have the next ones; 0: any free ones
 * @param resources of each agent as in Mesos' flag {@code --resources}, {@code cpus:4;mem:8192;ports:[31000-31999]}; what is
 *     left out is the machine's. The port ranges of each further agent are 1000 higher, as far as port numbers go.
 * @param attributes of each agent as in Mesos' flag {@code --attributes}, {@code {i}} is the agent's number, from 1
 * @param workDirectory for sandboxes and what has to outlive a restart
 * @param containerTool what runs tasks that ask for a Docker image
 * @param fake how tasks behave if they are simulated; null: they are processes
 * @param allocationInterval the shortest time between two rounds of offers, 100 ms unless there is a reason
 */
@RecordBuilder
public record LocalMesosConfig(
        InetAddress bindAddress,
        int port,
        String hostname,
        int agents,
        int agentPort,
        String resources,
        String attributes,
        Path workDirectory,
        ContainerTool containerTool,
        @Nullable FakeBehavior fake,
        Duration allocationInterval)
        implements LocalMesosConfigBuilder.With {

    public static final Duration ALLOCATION_INTERVAL = Duration.ofMillis(100);

    public LocalMesosConfig {
        if (agents < 1) {
            throw new IllegalArgumentException("there must be at least 1 agent, not " + agents);
        }
        if (allocationInterval.isNegative()) {
            throw new IllegalArgumentException("the allocation interval can't be negative");
        }
    }

    /** One agent with the machine's resources, on any free port of the loopback address. */
    public static LocalMesosConfig inDirectory(Path workDirectory) {
        return new LocalMesosConfig(
                InetAddress.getLoopbackAddress(),
                0,
                "localhost",
                1,
                0,
                "",
                "",
                workDirectory,
                ContainerTool.installed(),
                null,
                ALLOCATION_INTERVAL);
    }

    public LocalMesosConfig withAgents(int count, String newResources, String newAttributes) {
        return withAgents(count).withResources(newResources).withAttributes(newAttributes);
    }
}
