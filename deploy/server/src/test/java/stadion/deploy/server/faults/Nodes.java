package stadion.deploy.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import stadion.deploy.server.process.Api;
import stadion.deploy.server.process.MesosProcess;
import stadion.deploy.server.process.ServerProcess;
import stadion.deploy.server.process.ServerProcess.Place;

/** The nodes of one cluster, each a process of its own, and Mesos as another one. */
final class Nodes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final MesosProcess mesos;
    private final List<ServerProcess> nodes = new ArrayList<>();

    private Nodes(MesosProcess mesos) {
        this.mesos = mesos;
    }

    /** Starts so many at the same time; returns when they agree on who leads. */
    static Nodes start(int count, Path dir, Network network, SharedStoreServer store)
            throws IOException, InterruptedException {
        Nodes all = new Nodes(MesosProcess.start(dir, network.outside()));
        try {
            for (int i = 0; i < count; i++) {
                Path own = Files.createDirectory(dir.resolve("node-" + i));
                all.nodes.add(new ServerProcess(own, all.flags(store, network.place(i)), network.place(i)));
            }
            all.launchMissing();
            all.awaitAgreement();
            return all;
        } catch (IOException | RuntimeException | Error e) {
            System.out.println(all.output());
            all.close();
            throw e;
        }
    }

    private Map<String, String> flags(SharedStoreServer store, Place place) {
        Map<String, String> flags = new HashMap<>(store.flags());
        flags.put("--master", mesos.master());
        flags.put("--hostname", place.address());
        flags.put("--cluster_address", place.address());
        return flags;
    }

    int count() {
        return nodes.size();
    }

    ServerProcess node(int index) {
        return nodes.get(index);
    }

    Api api(int index) {
        return nodes.get(index).api();
    }

    /** Starts the nodes that do not run. */
    void launchMissing() throws IOException {
        for (ServerProcess node : nodes) {
            if (!node.isRunning()) {
                node.launch();
            }
        }
    }

    /** The node that leads according to this one; empty if it knows of none or does not answer. */
    Optional<Integer> leaderAccordingTo(int index) throws InterruptedException {
        try {
            String leader = api(index)
                    .send("GET", "/v2/leader", "")
                    .body()
                    .path("leader")
                    .asText();
            for (int i = 0; i < count(); i++) {
                if (nodes.get(i).url().equals("http://" + leader)) {
                    return Optional.of(i);
                }
            }
            return Optional.empty();
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    /** Waits until every node names the same leader and answers the API; returns which leads. */
    int awaitAgreement() {
        patiently().untilAsserted(() -> {
            Optional<Integer> leader = leaderAccordingTo(0);
            assertThat(leader).as("leader according to node 0").isPresent();
            for (int i = 0; i < count(); i++) {
                assertThat(leaderAccordingTo(i))
                        .as("leader according to node %s", i)
                        .isEqualTo(leader);
                assertThat(api(i).send("GET", "/v2/deployments", "").status())
                        .as("node %s lists deployments", i)
                        .isEqualTo(200);
            }
        });
        try {
            return leaderAccordingTo(0).orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static ConditionFactory patiently() {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions();
    }

    /** The end of what each node printed. */
    String output() {
        StringBuilder output = new StringBuilder();
        for (int i = 0; i < count(); i++) {
            output.append("--- node ")
                    .append(i)
                    .append('\n')
                    .append(nodes.get(i).output())
                    .append('\n');
        }
        return output.toString();
    }

    @Override
    public void close() throws InterruptedException {
        for (ServerProcess node : nodes) {
            node.kill();
        }
        mesos.close();
    }
}
