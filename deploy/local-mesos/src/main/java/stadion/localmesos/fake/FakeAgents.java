package stadion.localmesos.fake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.mesos.v1.Protos.AgentInfo;
import stadion.localmesos.Agent;
import stadion.localmesos.AgentFactory;
import stadion.localmesos.resources.Resources;

/** Makes fake agents; one thread and one log file for all. */
public final class FakeAgents implements AgentFactory {

    private final FakeBehavior behavior;
    private final FakeLog log;
    private final Simulation simulation = new Simulation();
    private final SplittableRandom random = new SplittableRandom();

    /**
     * Prepares the simulation.
     *
     * @param workDirectory where the log file is, which is made if it isn't there
     */
    public FakeAgents(FakeBehavior behavior, Path workDirectory) throws IOException {
        this.behavior = behavior;
        this.log = new FakeLog(Files.createDirectories(workDirectory).resolve("fake-agents.log"));
    }

    @Override
    public Agent create(Spec spec) {
        return new FakeAgent(
                recovered(spec.info()),
                spec.bindAddress().isAnyLocalAddress()
                        ? "127.0.0.1"
                        : spec.bindAddress().getHostAddress(),
                behavior,
                simulation,
                log,
                random.split());
    }

    /** With what was reserved before the restart. */
    private AgentInfo recovered(AgentInfo configured) {
        return log.resources(configured.getId().getValue())
                .map(before -> configured.toBuilder()
                        .clearResources()
                        .addAllResources(Resources.of(configured.getResourcesList())
                                .withChanges(Resources.of(before).changedSinceConfigured())
                                .toProtos())
                        .build())
                .orElse(configured);
    }

    @Override
    public void close() {
        simulation.close();
        log.close();
    }
}
