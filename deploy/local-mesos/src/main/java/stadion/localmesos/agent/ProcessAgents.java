package stadion.localmesos.agent;

import akka.actor.typed.ActorSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import stadion.localmesos.Agent;
import stadion.localmesos.AgentFactory;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.agent.fetch.Fetcher;
import stadion.localmesos.agent.process.Programs;
import stadion.localmesos.agent.process.Supervisor;

/** Makes agents that run tasks as processes of this machine, each in a work directory of its own. */
public final class ProcessAgents implements AgentFactory {

    /** Sandboxes that an agent fills at the same time; further tasks wait for their turn. */
    private static final int PREPARATIONS = 8;

    private final ActorSystem<?> system;

    /**
     * A factory.
     *
     * @param system where the agents' actors live
     * @param containers what runs tasks that ask for an image
     */
    public ProcessAgents(ActorSystem<?> system, ContainerTool containers) {
        this.system = system;
    }

    @Override
    public Agent create(Spec spec) throws IOException {
        var info = spec.info();
        var directory = new WorkDirectory(spec.workDirectory().toAbsolutePath().normalize(), info.getId());
        Files.createDirectories(directory.checkpoints());
        var checkpoint = new AgentCheckpoint(directory.agentCheckpoint());
        var stored = new AgentCheckpoint.Stored(info, info.getResourcesList());
        checkpoint.write(stored);
        var services = new AgentServices(
                info.getId(),
                new AgentAddress(ipOf(spec.bindAddress()), info.getPort()),
                directory,
                new RunStore(directory.checkpoints()),
                Supervisor.install(directory.meta(), Programs.find()),
                new Fetcher(directory.fetched()),
                preparations(),
                Clock.systemUTC());
        return new ProcessAgent(system, services, checkpoint, stored);
    }

    @Override
    public void close() {
        // Every agent is closed by its owner; nothing is shared between them.
    }

    private static String ipOf(InetAddress bindAddress) {
        var address = bindAddress.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bindAddress;
        return address.getHostAddress();
    }

    private static ExecutorService preparations() {
        return Executors.newFixedThreadPool(PREPARATIONS, work -> {
            var thread = new Thread(work, "task-preparation");
            thread.setDaemon(true);
            return thread;
        });
    }
}
