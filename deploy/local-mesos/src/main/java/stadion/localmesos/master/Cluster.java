package stadion.localmesos.master;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskState;

/** What the master knows: frameworks, agents and offers, and the allocator that mediates between them. */
final class Cluster {

    private final MasterInfo master;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Allocator allocator;
    private final Instant started;
    private final Map<String, Framework> frameworks = new LinkedHashMap<>();
    private final Map<String, AgentEntry> agents = new LinkedHashMap<>();
    private final Map<String, TaskState> away = new HashMap<>();
    private int frameworkCount;

    /**
     * An empty cluster.
     *
     * @param nanos a monotonic clock that starts at 0
     */
    Cluster(MasterInfo master, Clock clock, LongSupplier nanos, Allocator allocator) {
        this.master = master;
        this.clock = clock;
        this.nanos = nanos;
        this.allocator = allocator;
        this.started = clock.instant();
    }

    MasterInfo master() {
        return master;
    }

    Instant now() {
        return clock.instant();
    }

    long nanos() {
        return nanos.getAsLong();
    }

    Instant started() {
        return started;
    }

    Allocator allocator() {
        return allocator;
    }

    FrameworkID newFrameworkId() {
        return FrameworkID.newBuilder()
                .setValue(String.format("%s-%04d", master.getId(), frameworkCount++))
                .build();
    }

    Optional<Framework> framework(FrameworkID id) {
        return framework(id.getValue());
    }

    Optional<Framework> framework(String id) {
        return Optional.ofNullable(frameworks.get(id));
    }

    Collection<Framework> frameworks() {
        return Collections.unmodifiableCollection(frameworks.values());
    }

    void add(Framework framework) {
        frameworks.put(framework.id().getValue(), framework);
    }

    void remove(Framework framework) {
        frameworks.remove(framework.id().getValue());
    }

    Optional<AgentEntry> agent(AgentID id) {
        return Optional.ofNullable(agents.get(id.getValue()));
    }

    Optional<AgentEntry> agent(String id) {
        return Optional.ofNullable(agents.get(id));
    }

    Collection<AgentEntry> agents() {
        return Collections.unmodifiableCollection(agents.values());
    }

    void add(AgentEntry agent) {
        agents.put(agent.id().getValue(), agent);
        away.remove(agent.id().getValue());
    }

    /** How the tasks are of an agent that was there and is not. */
    Optional<TaskState> away(AgentID id) {
        return Optional.ofNullable(away.get(id.getValue()));
    }

    /** Removes an agent, whose tasks are in {@code state} then. */
    void remove(AgentEntry agent, TaskState state) {
        agents.remove(agent.id().getValue());
        away.put(agent.id().getValue(), state);
    }
}
