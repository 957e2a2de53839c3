package stadion.localmesos;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Resource;
import stadion.localmesos.resources.AttributeText;
import stadion.localmesos.resources.ResourceText;
import stadion.localmesos.resources.Resources;

/** The agents that a configuration asks for, with what the machine has for what it leaves out. */
final class AgentInfos {

    private static final long PORTS_OFFSET = 1000;
    private static final long HIGHEST_PORT = 65_535;
    private static final String PORTS = "ports:[31000-31999]";
    private static final long MEGABYTE = 1024 * 1024;

    private AgentInfos() {}

    /**
     * Lists the agents.
     *
     * @param clusterId stable over restarts; agents are called by it and their number, as {@code id-S0}
     * @throws IllegalArgumentException if resources or attributes are malformed
     */
    static List<AgentInfo> of(LocalMesosConfig config, String clusterId) throws IOException {
        var configured = withDefaults(ResourceText.parse(config.resources()), config);
        var infos = new ArrayList<AgentInfo>();
        boolean loopback = config.hostname().equals("localhost") && hasLoopbackNetwork();
        for (int i = 0; i < config.agents(); i++) {
            infos.add(AgentInfo.newBuilder()
                    .setId(AgentID.newBuilder().setValue(clusterId + "-S" + i))
                    .setHostname(i > 0 && loopback ? loopbackAddress(i + 1) : config.hostname())
                    .setPort(config.agentPort() == 0 ? 0 : config.agentPort() + i)
                    .addAllResources(withPortsOf(configured, i).toProtos())
                    .addAllAttributes(AttributeText.parse(config.attributes().replace("{i}", Integer.toString(i + 1))))
                    .build());
        }
        return infos;
    }

    /** Whether this system answers on all addresses that begin with 127, as Linux does, so that agents that are only reached from here can each have a name of their own. */
    private static boolean hasLoopbackNetwork() {
        try (var free = new ServerSocket(0, 1, InetAddress.getByName(loopbackAddress(2)))) {
            return free.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** 127.0.0.2 for 2, up to 127.0.255.255 for 65,535. */
    private static String loopbackAddress(int number) {
        return "127.0." + number / 256 % 256 + "." + number % 256;
    }

    private static Resources withDefaults(Resources configured, LocalMesosConfig config) throws IOException {
        var complete = configured;
        for (var resource : machine(config).toProtos()) {
            if (!configured.has(resource.getName())) {
                complete = complete.plus(Resources.of(resource));
            }
        }
        return complete;
    }

    /** What the machine has, less what it needs itself: as Mesos' agent, half or 1 GB of memory, half or 5 GB of disk. */
    private static Resources machine(LocalMesosConfig config) throws IOException {
        long mem = memoryBytes() / MEGABYTE;
        var store = Files.getFileStore(Files.createDirectories(config.workDirectory()));
        long disk = store.getUsableSpace() / MEGABYTE;
        return ResourceText.parse("cpus:" + Runtime.getRuntime().availableProcessors()
                + ";mem:" + (mem > 2048 ? mem - 1024 : mem / 2)
                + ";disk:" + (disk > 10_240 ? disk - 5120 : disk / 2)
                + ";" + PORTS);
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static Resources withPortsOf(Resources resources, int agent) {
        var moved = new ArrayList<Resource>();
        for (var resource : resources.toProtos()) {
            moved.add(
                    resource.getName().equals("ports")
                            ? resource.toBuilder()
                                    .setRanges(ResourceText.shifted(resource.getRanges(), portsOffset(resource, agent)))
                                    .build()
                            : resource);
        }
        return Resources.of(moved);
    }

    /** How much higher an agent's ports are. Where there are more agents than ports, they begin from the first one's again. */
    private static long portsOffset(Resource ports, int agent) {
        long highest = ports.getRanges().getRangeList().stream()
                .mapToLong(range -> range.getEnd())
                .max()
                .orElse(0);
        long offsets = 1 + Math.max(0, (HIGHEST_PORT - highest) / PORTS_OFFSET);
        return agent % offsets * PORTS_OFFSET;
    }
}
