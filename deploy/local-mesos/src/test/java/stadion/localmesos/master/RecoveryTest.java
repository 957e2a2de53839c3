package stadion.localmesos.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.localmesos.master.Launches.defaultExecutor;
import static stadion.localmesos.master.Launches.launch;
import static stadion.localmesos.master.Launches.launchGroup;
import static stadion.localmesos.master.Launches.task;
import static stadion.localmesos.master.Reservations.createVolumes;
import static stadion.localmesos.master.Reservations.destroyVolumes;
import static stadion.localmesos.master.Reservations.reserve;
import static stadion.localmesos.master.Reservations.reserved;
import static stadion.localmesos.master.Reservations.unreserve;
import static stadion.localmesos.master.Reservations.volume;
import static stadion.localmesos.master.TestFramework.info;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.LocalMesos;
import stadion.localmesos.LocalMesosConfig;
import stadion.localmesos.fake.FakeBehavior;
import stadion.localmesos.resources.ResourceText;
import stadion.localmesos.resources.Resources;

/** What outlives a restart of master and agents, and reservations, which have to. */
class RecoveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOTAL = "cpus:4;mem:8192;disk:1000;ports:[31000-31999]";

    @TempDir
    Path workDirectory;

    private LocalMesos mesos;

    @BeforeEach
    void start() throws IOException {
        mesos = LocalMesos.start(LocalMesosConfig.inDirectory(workDirectory)
                .withAgents(1, TOTAL, "")
                .withFake(FakeBehavior.steady()));
    }

    @AfterEach
    void stop() {
        mesos.close();
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    private TestFramework subscribe(FrameworkInfo.Builder info) {
        return new TestFramework(mesos.address(), TestFramework.PROTOBUF).subscribe(info);
    }

    private static Resources of(Offer offer) {
        return Resources.of(offer.getResourcesList());
    }

    /** The first offer that fits; others are declined so that more come. */
    private static Offer offer(TestFramework framework, Predicate<Resources> wanted) {
        var declined = new HashSet<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            for (var offer : framework.offers()) {
                if (!wanted.test(of(offer)) && declined.add(offer.getId())) {
                    framework.decline(offer, 0.1);
                }
            }
            return framework.offers().stream().anyMatch(offer -> wanted.test(of(offer)));
        });
        return framework.offers().stream()
                .filter(offer -> wanted.test(of(offer)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runningTasksAreAdoptedWithTheirResources() throws IOException {
        var before = subscribe(info("*"));
        var offer = before.offer();
        before.accept(offer, 0, launch(task("t", offer)));
        before.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        restart();
        var after = subscribe(info("*").setId(before.id()));
        assertThat(of(after.offer()).scalar("cpus")).isEqualTo(3.9);
        assertThat(after.offer().getAgentId()).isEqualTo(offer.getAgentId());
        after.call(
                Call.Type.RECONCILE,
                call -> call.setReconcile(Call.Reconcile.newBuilder()
                        .addTasks(Call.Reconcile.Task.newBuilder()
                                .setTaskId(TaskID.newBuilder().setValue("t"))
                                .setAgentId(offer.getAgentId()))));
        assertThat(after.status("t", TaskStatus::hasReason).getState()).isEqualTo(TaskState.TASK_RUNNING);
        after.call(
                Call.Type.KILL,
                call -> call.setKill(
                        Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue("t"))));
        after.acknowledgedUntil("t", TaskState.TASK_KILLED);
        offer(after, resources -> resources.scalar("cpus") == 4);
    }

    @Test
    void updatesThatWereNotAcknowledgedComeAgain() throws IOException {
        var before = subscribe(info("*"));
        var offer = before.offer();
        before.accept(offer, 0, launch(task("t", offer)));
        var starting = before.status("t", status -> status.getState() == TaskState.TASK_STARTING);
        restart();
        var after = subscribe(info("*").setId(before.id()));
        assertThat(after.status("t", status -> true)).isEqualTo(starting);
        after.acknowledgedUntil("t", TaskState.TASK_RUNNING);
    }

    @Test
    void aTaskGroupIsAdoptedWithItsExecutor() throws IOException {
        var before = subscribe(info("*"));
        var offer = before.offer();
        before.accept(offer, 0, launchGroup(defaultExecutor("e", before.id()), task("a", offer), task("b", offer)));
        before.acknowledgedUntil("a", TaskState.TASK_RUNNING);
        before.acknowledgedUntil("b", TaskState.TASK_RUNNING);
        restart();
        var after = subscribe(info("*").setId(before.id()));
        assertThat(of(after.offer()))
                .isEqualTo(ResourceText.parse(TOTAL).minus(ResourceText.parse("cpus:0.3;mem:96;disk:10")));
        assertThat(after.offer().getExecutorIds(0).getValue()).isEqualTo("e");
        after.call(
                Call.Type.KILL,
                call -> call.setKill(
                        Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue("a"))));
        after.acknowledgedUntil("a", TaskState.TASK_KILLED);
        after.acknowledgedUntil("b", TaskState.TASK_KILLED);
        offer(after, resources -> resources.equals(ResourceText.parse(TOTAL)));
    }

    @Test
    void aFrameworkIsWaitedForAsLongAsItSaid() throws IOException {
        var impatient = subscribe(info("*").setFailoverTimeout(0));
        var offer = impatient.offer();
        impatient.accept(offer, 0, launch(task("t", offer)));
        impatient.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        restart();
        var other = subscribe(info("*"));
        offer(other, resources -> resources.equals(ResourceText.parse(TOTAL)));
    }

    @Test
    void reservationsAndVolumesAreOfferedAsBefore() throws IOException {
        var before = subscribe(info("db").setPrincipal("p"));
        var offer = before.offer();
        before.accept(
                offer,
                0,
                reserve(reserved("db", "p", "cpus:1;mem:100;disk:64")),
                createVolumes(volume("db", "p", "v1", 64)));
        var volume = Resources.of(volume("db", "p", "v1", 64));
        var reservedOffer = offer(before, resources -> resources.contains(volume));
        assertThat(reservedOffer.getResourcesList()).allMatch(resource -> resource.getReservationsCount() == 0);
        restart();
        var after = subscribe(info("db").setPrincipal("p").setId(before.id()));
        var again = offer(after, resources -> resources.contains(volume));
        assertThat(of(again)).isEqualTo(of(reservedOffer));
        after.accept(
                again,
                0,
                destroyVolumes(volume("db", "p", "v1", 64)),
                unreserve(reserved("db", "p", "cpus:1;mem:100;disk:64")));
        offer(after, resources -> resources.equals(ResourceText.parse(TOTAL)));
        restart();
        var other = subscribe(info("web"));
        assertThat(of(other.offer())).isEqualTo(ResourceText.parse(TOTAL));
    }

    @Test
    void reservedResourcesAreNotOfferedToOtherRoles() {
        var database = subscribe(info("db").setPrincipal("p"));
        database.accept(database.offer(), 1000, reserve(reserved("db", "p", "cpus:1;mem:100")));
        var withReservation =
                offer(database, resources -> resources.contains(Resources.of(reserved("db", "p", "cpus:1"))));
        database.decline(withReservation, 1000);
        var web = subscribe(info("web"));
        assertThat(of(web.offer())).isEqualTo(ResourceText.parse("cpus:3;mem:8092;disk:1000;ports:[31000-31999]"));
    }

    @Test
    void operationsWithAnIdGetFeedbackUntilItIsAcknowledged() {
        var framework = subscribe(info("db").setPrincipal("p"));
        var offer = framework.offer();
        var operation = reserve(reserved("db", "p", "cpus:1")).toBuilder()
                .setId(OperationID.newBuilder().setValue("op1"))
                .build();
        framework.accept(offer, 0, operation);
        var status = framework
                .first(Event::hasUpdateOperationStatus)
                .getUpdateOperationStatus()
                .getStatus();
        assertThat(status.getState()).isEqualTo(OperationState.OPERATION_FINISHED);
        assertThat(status.getOperationId().getValue()).isEqualTo("op1");
        framework.close();
        var again = subscribe(info("db").setPrincipal("p").setId(framework.id()));
        assertThat(again.first(Event::hasUpdateOperationStatus)
                        .getUpdateOperationStatus()
                        .getStatus())
                .isEqualTo(status);
        var answer = again.call(
                Call.Type.ACKNOWLEDGE_OPERATION_STATUS,
                call -> call.setAcknowledgeOperationStatus(Call.AcknowledgeOperationStatus.newBuilder()
                        .setAgentId(offer.getAgentId())
                        .setOperationId(status.getOperationId())
                        .setUuid(status.getUuid().getValue())));
        assertThat(answer.statusCode()).isEqualTo(202);
        again.forgetUpdates();
        again.call(
                Call.Type.RECONCILE_OPERATIONS,
                call -> call.setReconcileOperations(Call.ReconcileOperations.newBuilder()
                        .addOperations(Call.ReconcileOperations.Operation.newBuilder()
                                .setOperationId(status.getOperationId())
                                .setAgentId(offer.getAgentId()))));
        assertThat(again.first(Event::hasUpdateOperationStatus)
                        .getUpdateOperationStatus()
                        .getStatus()
                        .getState())
                .isEqualTo(OperationState.OPERATION_UNKNOWN);
    }

    @Test
    void anOperationThatFailsIsToldSo() {
        var framework = subscribe(info("db").setPrincipal("p"));
        framework.accept(
                framework.offer(),
                0,
                reserve(reserved("db", "p", "cpus:400")).toBuilder()
                        .setId(OperationID.newBuilder().setValue("op1"))
                        .build());
        var status = framework
                .first(Event::hasUpdateOperationStatus)
                .getUpdateOperationStatus()
                .getStatus();
        assertThat(status.getState()).isEqualTo(OperationState.OPERATION_ERROR);
        assertThat(status.getMessage()).contains("does not contain");
        assertThat(status.hasUuid()).isFalse();
    }
}
