package stadion.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Nodes that share a store, and Mesos, each a process of its own. */
final class SeveralNodes implements AutoCloseable {

    /** One of them; when its process was killed, {@link #start()} starts another in its place. */
    static final class Node {

        private final String name;
        private final Path dir;
        private final int port;
        private final Api api;
        private final List<String> jvmArguments;
        private final List<String> arguments;
        private int starts;
        private ChildProcess process;

        private Node(Path dir, String name, List<String> jvmArguments, List<String> common) throws IOException {
            this.name = name;
            this.dir = Files.createDirectories(dir.resolve(name));
            this.port = ChildProcess.freePort();
            this.api = new Api(ChildProcess.address(port));
            this.jvmArguments = jvmArguments;
            this.arguments = new ArrayList<>(common);
            arguments.addAll(List.of(
                    "--http_port",
                    Integer.toString(port),
                    "--cluster_port",
                    Integer.toString(ChildProcess.freePort()),
                    "--data_dir",
                    this.dir.resolve("data").toString()));
            start();
        }

        /** Each process has a log of its own. */
        void start() throws IOException {
            process = ChildProcess.start(
                    name,
                    dir.resolve("server-" + ++starts + ".log"),
                    jvmArguments,
                    "stadion.deploy.server.Main",
                    arguments);
        }

        Api api() {
            return api;
        }

        ChildProcess process() {
            return process;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final List<ChildProcess> surroundings = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    private SeveralNodes() {}

    /**
     * Empties the directory and starts all; the nodes agree on who leads when this returns.
     *
     * @param store the flags of the store; without any, a ZooKeeper server is started too
     */
    static SeveralNodes start(
            Path dir, int count, int agents, List<String> store, List<String> serverFlags, List<String> jvmArguments)
            throws IOException, InterruptedException, TimeoutException {
        Directory.empty(dir);
        SeveralNodes all = new SeveralNodes();
        try {
            int mesosPort = ChildProcess.freePort();
            all.surroundings.add(SimulatedMesos.start(dir, mesosPort, agents));
            List<String> common = new ArrayList<>(store.isEmpty() ? all.zooKeeper(dir) : store);
            common.addAll(List.of(
                    "--master",
                    "127.0.0.1:" + mesosPort,
                    "--http_address",
                    "127.0.0.1",
                    "--hostname",
                    "127.0.0.1",
                    "--cluster_address",
                    "127.0.0.1"));
            common.addAll(serverFlags);
            for (int i = 1; i <= count; i++) {
                all.nodes.add(new Node(dir, "node-" + i, jvmArguments, common));
            }
            all.awaitAgreement();
            return all;
        } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private List<String> zooKeeper(Path dir) throws IOException {
        int port = ChildProcess.freePort();
        surroundings.add(ChildProcess.start(
                "zookeeper",
                dir.resolve("zookeeper.log"),
                List.of("-Xmx512m", "-Dzookeeper.admin.enableServer=false"),
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                List.of(Integer.toString(port), dir.resolve("zookeeper").toString())));
        return List.of("--zk", "zk://127.0.0.1:" + port + "/stadion");
    }

    /** Waits until every node names the same leader and answers for it; returns it. */
    Node awaitAgreement() throws IOException, InterruptedException, TimeoutException {
        Api.await("nodes that agree on who leads", () -> agreed().isPresent());
        return agreed().orElseThrow();
    }

    private Optional<Node> agreed() throws InterruptedException {
        Optional<Node> leader = leaderAccordingTo(nodes.get(0));
        for (Node node : nodes) {
            if (leader.isEmpty() || !leaderAccordingTo(node).equals(leader) || !answers(node)) {
                return Optional.empty();
            }
        }
        return leader;
    }

    /** The node that leads as far as this one knows; empty if it does not know, or does not answer. */
    Optional<Node> leaderAccordingTo(Node node) throws InterruptedException {
        try {
            JsonNode leader = node.api().json("/v2/leader").path("leader");
            return nodes.stream()
                    .filter(one -> URI.create("http://" + leader.asText()).getPort() == one.port)
                    .findFirst();
        } catch (IOException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static boolean answers(Node node) throws InterruptedException {
        try {
            return node.api().json("/v2/deployments").isArray();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Another node than this one. */
    Node besides(Node node) {
        return nodes.stream().filter(other -> other != node).findFirst().orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        for (Node node : nodes) {
            node.process().kill();
        }
        for (ChildProcess process : surroundings) {
            process.close();
        }
    }
}
