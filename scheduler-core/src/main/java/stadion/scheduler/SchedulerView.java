package stadion.scheduler;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.deployment.RunningDeployment;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.launch.QueueItem;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/**
 * What readers see of the scheduler: every part is an immutable snapshot that the actor which owns it replaces after it has stored a change and before it answers, so
 * that a client reads its own writes. Reading never asks an actor. Safe for use by many threads.
 */
public final class SchedulerView {

    private volatile PVector<RootGroup> trees = TreePVector.singleton(RootGroup.empty(Instant.EPOCH));
    private final Map<PathId, PVector<RunSpec>> versions = new ConcurrentHashMap<>();
    private final Map<PathId, AppStatus> statuses = new ConcurrentHashMap<>();
    private final Map<String, RunningDeployment> deployments = new ConcurrentHashMap<>();
    private final Map<PathId, QueueItem> queue = new ConcurrentSkipListMap<>();
    private volatile List<String> callbacks = List.of();
    private volatile Optional<Mesos> mesos = Optional.empty();

    private final String epoch = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong changes = new AtomicLong();
    private final Map<PathId, Long> statusChanges = new ConcurrentHashMap<>();

    /** The connection to Mesos. {@code leaderUrl} is the base address of the leading master. */
    public record Mesos(String frameworkId, String leaderUrl) {}

    /**
     * Names the state of all that is seen here: the same text means that nothing has changed. Whoever reads it before anything else may take what is read for at least
     * as new. Never the same again after a failover.
     */
    public String revision() {
        return epoch + "." + changes.get();
    }

    /** The same for the status of one app or pod. */
    public String revision(PathId id) {
        return epoch + "." + statusChanges.getOrDefault(id, 0L);
    }

    /** The tree as users want it now. */
    public RootGroup root() {
        PVector<RootGroup> kept = trees;
        return kept.get(kept.size() - 1);
    }

    /** The kept trees, oldest first, the present one last. */
    public List<RootGroup> trees() {
        return trees;
    }

    /** The kept definitions of an app, oldest first; empty when there is no such app. */
    public List<AppDefinition> versions(PathId app) {
        return versions(app, AppDefinition.class);
    }

    /** The kept definitions of a pod, oldest first; empty when there is no such pod. */
    public List<PodDefinition> podVersions(PathId pod) {
        return versions(pod, PodDefinition.class);
    }

    private <T extends RunSpec> List<T> versions(PathId id, Class<T> kind) {
        return versions.getOrDefault(id, TreePVector.empty()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** How an app or pod is. */
    public AppStatus status(PathId id) {
        AppStatus status = statuses.get(id);
        return status == null ? AppStatus.none(id) : status;
    }

    /** The statuses of all apps and pods that have, or had, instances, in no order: also of those that are being removed. */
    public Collection<AppStatus> statuses() {
        return statuses.values();
    }

    public Collection<RunningDeployment> deployments() {
        return deployments.values();
    }

    public Optional<RunningDeployment> deployment(String id) {
        return Optional.ofNullable(deployments.get(id));
    }

    /** The running deployments that touch an app or pod. */
    public List<String> deploymentsOf(PathId id) {
        return deployments.values().stream()
                .filter(d -> d.plan().affected().contains(id))
                .map(d -> d.plan().id())
                .toList();
    }

    /** The apps and pods that wait for offers, sorted by id. */
    public Collection<QueueItem> queue() {
        return queue.values();
    }

    public Optional<QueueItem> queued(PathId id) {
        return Optional.ofNullable(queue.get(id));
    }

    /** The addresses to which events are posted, in the order in which they were added. */
    public List<String> callbacks() {
        return callbacks;
    }

    public Optional<Mesos> mesos() {
        return mesos;
    }

    // The owners' side. Each says that something has changed after it has.

    private long changed() {
        return changes.incrementAndGet();
    }

    /** The kept trees, never none. */
    public void trees(PVector<RootGroup> trees) {
        this.trees = trees;
        changed();
    }

    public void versions(PathId id, PVector<RunSpec> versions) {
        if (versions.isEmpty()) {
            this.versions.remove(id);
        } else {
            this.versions.put(id, versions);
        }
        changed();
    }

    public void status(AppStatus status) {
        statuses.put(status.id(), status);
        statusChanges.put(status.id(), changed());
    }

    public void removeStatus(PathId app) {
        statuses.remove(app);
        statusChanges.remove(app);
        changed();
    }

    public void deployment(RunningDeployment deployment) {
        deployments.put(deployment.plan().id(), deployment);
        changed();
    }

    /** A running deployment has come to another step; one that was ended in the meantime stays ended. */
    public void deploymentStep(RunningDeployment deployment) {
        deployments.replace(deployment.plan().id(), deployment);
        changed();
    }

    public void removeDeployment(String id) {
        deployments.remove(id);
        changed();
    }

    public void queued(PathId app, Optional<QueueItem> item) {
        item.ifPresentOrElse(i -> queue.put(app, i), () -> queue.remove(app));
        changed();
    }

    public void callbacks(List<String> urls) {
        callbacks = List.copyOf(urls);
        changed();
    }

    public void mesos(Mesos connection) {
        mesos = Optional.of(connection);
        changed();
    }
}
