package stadion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import akka.persistence.testkit.ProcessingSuccess;
import akka.persistence.testkit.StorageFailure;
import akka.persistence.testkit.WriteEvents;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import akka.persistence.testkit.javadsl.SnapshotTestKit;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import stadion.scheduler.app.AppEnvironment;
import stadion.scheduler.app.AppManager;
import stadion.scheduler.app.NewsOfJournal;
import stadion.scheduler.deployment.DeploymentManager;
import stadion.scheduler.event.EventKeeperActor;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Numbered;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.event.Told;
import stadion.scheduler.group.GroupManager;
import stadion.scheduler.group.GroupSettings;
import stadion.scheduler.group.RootUpdate;
import stadion.scheduler.health.Prober;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.launch.Matcher;
import stadion.scheduler.launch.MatcherSettings;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.task.TaskSettings;

/**
 * All the actors of the scheduler over a journal in memory, with a pretended Mesos, in a time of its own: it passes only when Mesos {@link #obey}s. It can crash, when it is told to or
 * as soon as something was stored, and come up again from what was stored.
 */
final class SchedulerBench implements AutoCloseable {

    /** What Mesos needs for all that it is told at a time. */
    private static final Duration REACTION = Duration.ofMillis(200);

    private final ActorTestKit kit = ActorTestKit.create(VirtualTime.config()
            .withFallback(PersistenceTestKitPlugin.config())
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(
                    ConfigFactory.parseString(
                            "akka.actor.provider = local, akka.persistence.testkit.events.serialize = off, akka.persistence.testkit.snapshots.serialize = off"))
            .withFallback(ConfigFactory.load()));
    private final VirtualTime time = VirtualTime.of(kit);
    private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    private final SnapshotTestKit snapshots = SnapshotTestKit.create(kit.system());
    private final Queue<MesosGateway.Command> told = new ConcurrentLinkedQueue<>();
    private final Map<String, TaskInfo> tasks = new LinkedHashMap<>();
    private final List<Resource> reserved = new ArrayList<>();
    private final Set<String> acknowledged = new HashSet<>();
    private int offers;
    private long updates;
    private volatile boolean dead;
    private volatile boolean heard;

    final List<SchedulerEvent> events = new ArrayList<>();
    /** What subscribers are told since the last crash, and what is kept from before. */
    private EventLog log;

    SchedulerView view;
    private ActorRef<?> scheduler;
    private ActorRef<?> keeper;
    private ActorRef<GroupManager.Command> groups;
    private ActorRef<AppManager.Command> apps;
    private ActorRef<Matcher.Command> matcher;

    SchedulerBench() {
        start();
    }

    private record Parts(
            ActorRef<GroupManager.Command> groups,
            ActorRef<AppManager.Command> apps,
            ActorRef<Matcher.Command> matcher) {}

    /** What an event says, but for the time. */
    private static String text(SchedulerEvent event) {
        return event.toString().replace("timestamp=" + event.timestamp(), "");
    }

    private void start() {
        view = new SchedulerView();
        told.clear();
        dead = false;
        ActorRef<MesosGateway.Command> mesos = kit.spawn(mesos());
        log = new EventLog(event -> {
            synchronized (events) {
                events.add(event);
            }
            return new Told(event.eventType(), text(event));
        });
        TestProbe<EventKeeperActor.Opened> opened = kit.createTestProbe();
        keeper = kit.spawn(EventKeeperActor.create(log, 10_000, opened.getRef()));
        opened.receiveMessage();
        TestProbe<Parts> parts = kit.createTestProbe();
        TestProbe<GroupManager.Recovered> recovered = kit.createTestProbe();
        scheduler = kit.spawn(root(log, mesos, parts.getRef(), recovered.getRef()));
        Parts started = parts.receiveMessage();
        groups = started.groups();
        apps = started.apps();
        matcher = started.matcher();
        TestProbe<AppManager.AllRecovered> all = kit.createTestProbe();
        apps.tell(new AppManager.Recover(recovered.receiveMessage().runSpecs(), all.getRef()));
        all.receiveMessage();
        groups.tell(new GroupManager.ResumeDeployments());
        matcher.tell(new Matcher.Connected(""));
        apps.tell(new AppManager.Reconcile());
        time.idle();
    }

    private Behavior<MesosGateway.Command> mesos() {
        return Behaviors.receiveMessage(command -> {
            if (!dead || heard) {
                told.add(command);
            }
            return Behaviors.same();
        });
    }

    private Behavior<Object> root(
            EventLog log,
            ActorRef<MesosGateway.Command> mesos,
            ActorRef<Parts> parts,
            ActorRef<GroupManager.Recovered> recovered) {
        return Behaviors.setup(context -> {
            ActorRef<Matcher.Command> m = context.spawnAnonymous(Matcher.create(
                    MatcherSettings.DEFAULTS, MatchSettings.DEFAULTS, LaunchSettings.DEFAULTS, view, mesos, time));
            ActorRef<LaunchQueue.Command> queue = context.spawnAnonymous(LaunchQueue.create(view, m, time));
            m.tell(new Matcher.Report(queue));
            ActorRef<AppManager.Command> a = context.spawnAnonymous(AppManager.create(
                    new AppEnvironment(view, log, mesos, queue, new Prober(8), TaskSettings.DEFAULTS, time)));
            ActorRef<DeploymentManager.Command> deployments =
                    context.spawnAnonymous(DeploymentManager.create(a, view, log, time));
            parts.tell(new Parts(
                    context.spawnAnonymous(
                            GroupManager.create(GroupSettings.DEFAULTS, view, log, time, deployments, recovered)),
                    a,
                    m));
            return Behaviors.empty();
        });
    }

    /** The process dies and comes up again; Mesos and the tasks go on, and what was not acknowledged is sent again. */
    void crash() {
        kit.stop(keeper);
        kit.stop(scheduler);
        start();
    }

    /**
     * Lets the process die as soon as so many writes to the journal have been done. From then on nothing is stored, and until {@link #crash} nothing else happens.
     *
     * @param heardLast whether what the last write led to still reached Mesos
     */
    void dieAfterWrites(int writes, boolean heardLast) {
        AtomicInteger left = new AtomicInteger(writes);
        heard = heardLast;
        journal.withPolicy((id, operation) -> {
            if (dead) {
                return StorageFailure.create(new IllegalStateException("the process is dead"));
            }
            dead = operation instanceof WriteEvents && left.decrementAndGet() == 0;
            return ProcessingSuccess.getInstance();
        });
    }

    boolean isDead() {
        return dead;
    }

    /** The process comes up again after its death, which {@link #dieAfterWrites} has planned. */
    void revive() {
        time.idle();
        if (heard) {
            doAllThatWasTold();
        }
        journal.resetPolicy();
        crash();
    }

    /** Everything begins anew, with nothing stored and nothing running. */
    void forgetAll() {
        kit.stop(keeper);
        kit.stop(scheduler);
        journal.resetPolicy();
        journal.clearAll();
        snapshots.clearAll();
        tasks.clear();
        reserved.clear();
        acknowledged.clear();
        synchronized (events) {
            events.clear();
        }
        start();
    }

    /** A subscriber that comes back finds all that is in the journal of the only app, nothing twice, and in its order. */
    void assertEachEventWasToldOnce(PathId app, int changes) {
        List<SchedulerEvent> expected = NewsOfJournal.of(journal.persistedInStorage("app|" + app.value()));
        Set<String> types = expected.stream().map(SchedulerEvent::eventType).collect(Collectors.toSet());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<Numbered> stored = log.between(window -> window.after(0)).orElseThrow();
            assertThat(stored)
                    .filteredOn(event -> types.contains(event.type()))
                    .extracting(Numbered::json)
                    .isEqualTo(expected.stream().map(SchedulerBench::text).toList());
            assertThat(stored)
                    .filteredOn(event -> event.type().equals("group_change_success"))
                    .extracting(Numbered::json)
                    .hasSize(changes)
                    .doesNotHaveDuplicates();
        });
    }

    /** Asks for a change; empty if the process dies before it is answered. */
    Optional<GroupManager.Reply> ask(RootUpdate update) {
        Queue<GroupManager.Reply> replies = new ConcurrentLinkedQueue<>();
        ActorRef<GroupManager.Reply> client = kit.spawn(Behaviors.receiveMessage(reply -> {
            if (!dead) {
                replies.add(reply);
            }
            return Behaviors.stopped();
        }));
        groups.tell(new GroupManager.Update(update, true, client));
        time.idle();
        return Optional.ofNullable(replies.poll());
    }

    GroupManager.Reply update(RootUpdate update) {
        return ask(update).orElseThrow();
    }

    void put(AppDefinition app) {
        update(edit -> edit.putApp(app));
    }

    void put(PodDefinition pod) {
        update(edit -> edit.putPod(pod));
    }

    void remove(String app) {
        update(edit -> edit.remove(PathId.of(app)));
    }

    /** Mesos makes an offer that is large enough for many tasks. */
    void offer() {
        offers++;
        matcher.tell(new Matcher.OffersArrived(List.of(Offer.newBuilder()
                .setId(OfferID.newBuilder().setValue("offer-" + offers))
                .setFrameworkId(FrameworkID.newBuilder().setValue("framework"))
                .setAgentId(AgentID.newBuilder().setValue("agent-1"))
                .setHostname("host-1")
                .addResources(scalar("cpus", 100))
                .addResources(scalar("mem", 100_000))
                .addResources(scalar("disk", 100_000))
                .addAllResources(reserved.stream()
                        .filter(resource -> tasks.keySet().stream().noneMatch(isOf(resource)))
                        .toList())
                .build())));
        time.idle();
    }

    /** Whether a task is of the instance for which a resource is reserved. */
    private static Predicate<String> isOf(Resource resource) {
        String instance = resource.getReservation().getLabels().getLabels(1).getValue();
        return task -> task.startsWith(instance + ".");
    }

    /** What Mesos keeps for instances: their resources, and volumes in place of their disk space. */
    List<Resource> reserved() {
        return List.copyOf(reserved);
    }

    private void reserve(Offer.Operation operation) {
        reserved.addAll(operation.getReserve().getResourcesList());
        for (Resource volume : operation.getCreate().getVolumesList()) {
            reserved.remove(volume.toBuilder().clearDisk().build());
            reserved.add(volume);
        }
        for (Resource volume : operation.getDestroy().getVolumesList()) {
            if (reserved.remove(volume)) {
                reserved.add(volume.toBuilder().clearDisk().build());
            }
        }
        reserved.removeAll(operation.getUnreserve().getResourcesList());
    }

    @SuppressWarnings(
            "deprecation") // The role of a resource as masters send it to frameworks without reservation refinement.
    private static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .setRole("*")
                .build();
    }

    /** Lets a fifth of a second pass, in which Mesos does what the scheduler has told it. */
    void obey() {
        time.passes(REACTION);
        if (!dead) {
            doAllThatWasTold();
        }
    }

    private void doAllThatWasTold() {
        for (MesosGateway.Command command = told.poll(); command != null; command = told.poll()) {
            act(command);
            time.idle();
        }
    }

    /** Launches run (but the command {@code false} fails at once), kills end, reconciliation is answered. */
    private void act(MesosGateway.Command command) {
        if (command instanceof MesosGateway.Accept accept) {
            accept.operations().forEach(this::reserve);
            accept.operations().stream()
                    .flatMap(operation -> Stream.concat(
                            operation.getLaunch().getTaskInfosList().stream(),
                            operation.getLaunchGroup().getTaskGroup().getTasksList().stream()))
                    .forEach(this::launch);
        } else if (command instanceof MesosGateway.Kill kill) {
            String id = kill.task().getValue();
            tell(id, tasks.remove(id) == null ? TaskState.TASK_GONE : TaskState.TASK_KILLED);
        } else if (command instanceof MesosGateway.Reconcile reconcile) {
            reconcile.tasks().forEach(task -> {
                String id = task.task().getValue();
                tell(id, tasks.containsKey(id) ? TaskState.TASK_RUNNING : TaskState.TASK_GONE);
            });
        } else if (command instanceof MesosGateway.Acknowledge ack) {
            ack.statuses().forEach(status -> acknowledged.add(status.getUuid().toStringUtf8()));
        }
    }

    private void launch(TaskInfo task) {
        String id = task.getTaskId().getValue();
        if (task.getCommand().getValue().equals("false")) {
            tell(id, TaskState.TASK_FAILED);
        } else {
            tasks.put(id, task);
            tell(id, TaskState.TASK_RUNNING);
        }
    }

    void tell(String task, TaskState state) {
        TaskStatus.Builder status = TaskStatus.newBuilder()
                .setTaskId(TaskID.newBuilder().setValue(task))
                .setState(state)
                .setAgentId(AgentID.newBuilder().setValue("agent-1"))
                .setUuid(ByteString.copyFromUtf8("update-" + ++updates));
        if (state == TaskState.TASK_RUNNING
                && tasks.containsKey(task)
                && tasks.get(task).hasHealthCheck()) {
            status.setHealthy(true);
        }
        apps.tell(new AppManager.StatusesArrived(List.of(status.build())));
        time.idle();
    }

    /** A task ends by itself. */
    void end(String task, TaskState state) {
        tasks.remove(task);
        tell(task, state);
    }

    /** The ids of the tasks that Mesos runs. */
    Set<String> tasks() {
        return Set.copyOf(tasks.keySet());
    }

    /** What Mesos was told of the tasks that it runs. */
    List<TaskInfo> launched() {
        return List.copyOf(tasks.values());
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    /** Fails the next write to the journal. */
    void failNextWrite() {
        journal.failNextPersisted();
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
