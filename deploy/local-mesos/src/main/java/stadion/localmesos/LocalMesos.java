package stadion.localmesos;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.AgentID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.agent.ProcessAgents;
import stadion.localmesos.fake.FakeAgents;
import stadion.localmesos.master.MasterServer;

/**
 * A running embedded Mesos: one master and its agents, in an actor system of their own. To be closed; what runs goes on then
 * and is adopted by the next one in the same work directory.
 */
public final class LocalMesos implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalMesos.class);
    private static final long STOP_SECONDS = 10;

    private final ActorSystem<Void> system;
    private final AgentFactory factory;
    private final MasterServer master;
    private final Map<AgentID, AgentFactory.Spec> specs;

    private LocalMesos(
            ActorSystem<Void> system,
            AgentFactory factory,
            MasterServer master,
            Map<AgentID, AgentFactory.Spec> specs) {
        this.system = system;
        this.specs = specs;
        this.factory = factory;
        this.master = master;
    }

    /**
     * Starts master and agents, and returns when frameworks can subscribe.
     *
     * @throws IOException if the work directory can't be used, the port is taken, or an agent can't be recovered
     * @throws IllegalArgumentException if resources or attributes are malformed
     */
    public static LocalMesos start(LocalMesosConfig config) throws IOException {
        return start(config, agents -> agents);
    }

    /**
     * The same with other agents.
     *
     * @param around makes what makes the agents, from what would make those of the configuration; it closes that one with itself
     */
    public static LocalMesos start(LocalMesosConfig config, UnaryOperator<AgentFactory> around) throws IOException {
        var workDirectory = Files.createDirectories(config.workDirectory());
        var infos = AgentInfos.of(config, clusterId(workDirectory));
        var system = ActorSystem.<Void>create(
                Behaviors.empty(),
                "local-mesos",
                ConfigFactory.parseResources("local-mesos.conf")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        AgentFactory factory = null;
        try {
            factory = around.apply(
                    config.fake() == null
                            ? new ProcessAgents(system, config.containerTool())
                            : new FakeAgents(config.fake(), workDirectory));
            var agents = new ArrayList<Agent>();
            var specs = new HashMap<AgentID, AgentFactory.Spec>();
            for (int i = 0; i < infos.size(); i++) {
                var directory = workDirectory.resolve("agents").resolve(Integer.toString(i));
                var spec = new AgentFactory.Spec(infos.get(i), config.bindAddress(), directory);
                specs.put(spec.info().getId(), spec);
                agents.add(factory.create(spec));
            }
            var settings = new MasterServer.Settings(
                    config.bindAddress(), config.port(), config.hostname(), workDirectory, config.allocationInterval());
            return new LocalMesos(system, factory, MasterServer.start(system, settings, agents), specs);
        } catch (IOException | RuntimeException e) {
            if (factory != null) {
                factory.close();
            }
            system.terminate();
            throw e;
        }
    }

    /** The id from which the agents' are made, stable over restarts. */
    private static String clusterId(Path workDirectory) throws IOException {
        var file = workDirectory.resolve("cluster-id");
        if (!Files.exists(file)) {
            var part = workDirectory.resolve("cluster-id.new");
            Files.writeString(part, UUID.randomUUID().toString());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** Where the master listens. */
    public InetSocketAddress address() {
        return master.address();
    }

    /** Ends an agent as if its process died, and lets the master notice it at once. Its tasks go on, and are out of reach. */
    public void stopAgent(String id) throws IOException {
        master.loseAgent(agentId(id));
    }

    /** Starts an agent that was stopped; it adopts its tasks, and the master tells of them. */
    public void startAgent(String id) throws IOException {
        master.rejoin(factory.create(specs.get(agentId(id))));
    }

    /** Tells the master that an agent will never be back, as Mesos' operator call MARK_AGENT_GONE. */
    public void markAgentGone(String id) throws IOException {
        master.markGone(agentId(id));
    }

    /** Lets the master offer nothing, as if frameworks had refused it all, until {@link #resumeOffers()}; what is out stays so. */
    public void holdOffers() throws IOException {
        master.holdOffers(true);
    }

    public void resumeOffers() throws IOException {
        master.holdOffers(false);
    }

    private AgentID agentId(String id) {
        var agent = AgentID.newBuilder().setValue(id).build();
        if (!specs.containsKey(agent)) {
            throw new IllegalArgumentException("there is no agent " + id + ", only " + specs.keySet());
        }
        return agent;
    }

    /** Stops master and agents as if their processes died; tasks go on. */
    @Override
    public void close() {
        master.close();
        factory.close();
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The embedded Mesos has not stopped properly", e);
        }
    }
}
