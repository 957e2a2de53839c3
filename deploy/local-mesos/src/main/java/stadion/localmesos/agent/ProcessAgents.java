package stadion.localmesos.agent;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.Agent;
import stadion.localmesos.AgentFactory;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.agent.cgroup.ControlGroups;
import stadion.localmesos.agent.check.Prober;
import stadion.localmesos.agent.fetch.Fetcher;
import stadion.localmesos.agent.files.FilesEndpoint;
import stadion.localmesos.agent.files.SandboxFiles;
import stadion.localmesos.agent.process.Programs;
import stadion.localmesos.agent.process.ShortRun;
import stadion.localmesos.agent.process.Supervisor;

/** Makes agents that run tasks as processes of this machine, each in a work directory of its own. */
public final class ProcessAgents implements AgentFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessAgents.class);

    /** Sandboxes that an agent fills at the same time; further tasks wait for their turn. */
    private static final int PREPARATIONS = 8;

    private final ActorSystem<?> system;
    private final ContainerTool containers;
    private final ControlGroups controlGroups;

    /**
     * A factory.
     *
     * @param system where the agents' actors live
     * @param containers what runs tasks that ask for an image
     */
    public ProcessAgents(ActorSystem<?> system, ContainerTool containers) {
        this.system = system;
        this.containers = containers;
        this.controlGroups = ControlGroups.find(Path.of("/sys/fs/cgroup"));
    }

    @Override
    public Agent create(Spec spec) throws IOException {
        var id = spec.info().getId();
        var directory = new WorkDirectory(spec.workDirectory().toAbsolutePath().normalize(), id);
        Files.createDirectories(directory.checkpoints());
        Files.createDirectories(directory.sandboxes());
        var checkpoint = new AgentCheckpoint(directory.agentCheckpoint());
        var before = checkpoint.read();
        var http = listen(spec, before, new SandboxFiles(directory.sandboxes()));
        try {
            var now = AgentCheckpoint.Stored.of(
                    spec.info().toBuilder().setPort(http.port()).build(), before);
            checkpoint.write(now);
            var volumes = new PersistentVolumes(directory.root());
            volumes.make(now.total());
            if (before.isPresent()) {
                volumes.deleteOthers(now.total());
            }
            var programs = Programs.find();
            var services = new AgentServices(
                    id,
                    new AgentAddress(ipOf(spec), http.port()),
                    directory,
                    new RunStore(directory.checkpoints()),
                    new AgentView(),
                    volumes,
                    controlGroups,
                    Supervisor.install(directory.meta(), programs),
                    new ShortRun(programs),
                    new Prober(system.dispatchers().lookup(DispatcherSelector.blocking())),
                    new Fetcher(directory.fetched()),
                    containers,
                    preparations(),
                    Clock.systemUTC());
            return new ProcessAgent(system, services, checkpoint, now, http);
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /** Listens on the port that is asked for, else on the last one again if it is free: links to sandboxes stay right. */
    private AgentHttp listen(Spec spec, Optional<AgentCheckpoint.Stored> before, SandboxFiles files)
            throws IOException {
        var endpoint = new FilesEndpoint(files);
        var asked = spec.info().getPort();
        if (asked == 0 && before.isPresent()) {
            try {
                var last = before.get().configured().getPort();
                return AgentHttp.start(system, endpoint, spec.bindAddress(), last);
            } catch (IOException e) {
                LOG.debug("The last port is taken, another one will do", e);
            }
        }
        return AgentHttp.start(system, endpoint, spec.bindAddress(), asked);
    }

    @Override
    public void close() {
        // Every agent is closed by its owner; nothing is shared between them.
    }

    /** The address of tasks on the host's network: where the agent listens or, if that is everywhere, the host name's. */
    private static String ipOf(Spec spec) throws IOException {
        var address = spec.bindAddress();
        return address.isAnyLocalAddress()
                ? InetAddress.getByName(spec.info().getHostname()).getHostAddress()
                : address.getHostAddress();
    }

    private static ExecutorService preparations() {
        return Executors.newFixedThreadPool(PREPARATIONS, work -> {
            var thread = new Thread(work, "task-preparation");
            thread.setDaemon(true);
            return thread;
        });
    }
}
