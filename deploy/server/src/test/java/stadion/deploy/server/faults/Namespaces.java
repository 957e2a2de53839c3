package stadion.deploy.server.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import stadion.deploy.server.process.ServerProcess.Place;

/** A network namespace for each node, and a bridge to which all are connected; routes into nowhere cut them off. Only root may have it. */
final class Namespaces implements Network {

    private final String name = "st" + Long.toString(ProcessHandle.current().pid(), 36);
    private final String net = "10." + ThreadLocalRandom.current().nextInt(200, 255) + "."
            + ThreadLocalRandom.current().nextInt(1, 255) + ".";
    private final int nodes;
    private final Deque<String> undo = new ArrayDeque<>();
    private final Deque<String> cuts = new ArrayDeque<>();

    private Namespaces(int nodes) {
        this.nodes = nodes;
    }

    /** Namespaces, or one machine without them where they are not permitted. */
    static Network orOneMachine(int nodes) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isDirectory(Path.of("/proc/sys/net"))) {
            System.out.println("No nodes are cut off: network namespaces need root, and Linux.");
            return new OneMachine();
        }
        Namespaces network = new Namespaces(nodes);
        try {
            network.create();
            return network;
        } catch (IOException e) {
            System.out.println("No nodes are cut off: " + e.getMessage());
            network.close();
            return new OneMachine();
        }
    }

    private void create() throws IOException, InterruptedException {
        run("ip link add " + name + " type bridge");
        undo.push("ip link del " + name);
        run("ip addr add " + outside() + "/24 dev " + name);
        run("ip link set " + name + " up");
        for (int node = 0; node < nodes; node++) {
            String space = name + "n" + node;
            run("ip netns add " + space);
            undo.push("ip netns del " + space);
            run("ip link add " + space + " type veth peer name eth0 netns " + space);
            run("ip link set " + space + " master " + name);
            run("ip link set " + space + " up");
            inside(node, "ip link set lo up");
            inside(node, "ip addr add " + address(node) + "/24 dev eth0");
            inside(node, "ip link set eth0 up");
        }
    }

    @Override
    public String outside() {
        return net + "1";
    }

    private String address(int node) {
        return net + (node + 2);
    }

    @Override
    public Place place(int node) {
        return new Place(address(node), List.of("ip", "netns", "exec", name + "n" + node));
    }

    @Override
    public boolean canCut() {
        return true;
    }

    @Override
    public void cut(int one, int other) throws IOException, InterruptedException {
        block(one, address(other));
        block(other, address(one));
    }

    @Override
    public void cutOutside(int node) throws IOException, InterruptedException {
        block(node, outside());
    }

    private void block(int node, String target) throws IOException, InterruptedException {
        inside(node, "ip route add blackhole " + target + "/32");
        cuts.push("ip netns exec " + name + "n" + node + " ip route del blackhole " + target + "/32");
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        while (!cuts.isEmpty()) {
            run(cuts.pop());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        while (!undo.isEmpty()) {
            run(undo.pop());
        }
    }

    private void inside(int node, String command) throws IOException, InterruptedException {
        run("ip netns exec " + name + "n" + node + " " + command);
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output.strip());
        }
    }
}
