package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpResponse;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway and a master over real HTTP, while the connection holds. */
class MesosGatewayTest {

    private static final ActorTestKit TEST_KIT = ActorTestKit.create();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeMaster master = new FakeMaster();
    private final TestProbe<MesosGateway.Event> listener = TEST_KIT.createTestProbe(MesosGateway.Event.class);
    private final GatewaySettings settings = GatewaySettings.of(
            MasterDetector.of(MasterAddress.parseAll(master.address())), FrameworkSettings.named("stadion", "root"));

    private ActorRef<MesosGateway.Command> gateway;

    @AfterEach
    void closeBothEnds() {
        TEST_KIT.stop(gateway);
        master.close();
    }

    @AfterAll
    static void shutDown() {
        TEST_KIT.shutdownTestKit();
    }

    @Test
    void subscribesAndTellsWhoTheMasterMadeOfIt() {
        start(settings);

        MesosGateway.Subscribed subscribed = listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
        assertThat(subscribed.framework().getValue()).isEqualTo(FakeMaster.FRAMEWORK);
        assertThat(subscribed.master().getVersion()).isEqualTo("1.11.1");
        assertThat(subscribed.masterAddress()).isEqualTo("http://" + master.address());
        assertThat(subscribed.reregistered()).isFalse();
        assertThat(master.subscribes()).hasSize(1);
        assertThat(master.subscribes().get(0).hasFrameworkId()).isFalse();
    }

    @Test
    void comesBackUnderTheIdItWasGivenEarlier() {
        start(settings.withFramework(settings.framework().withId(FakeMaster.FRAMEWORK)));

        assertThat(listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT)
                        .reregistered())
                .isTrue();
        assertThat(master.subscribes().get(0).getFrameworkId().getValue()).isEqualTo(FakeMaster.FRAMEWORK);
    }

    @Test
    void hearsTheLifeThatARealMasterTold() {
        connect(settings);

        master.sendBytes(Recorded.streamBody().drop(Recorded.streamBody().indexOf('\n') + 1 + 188));

        List<TaskState> states = new ArrayList<>();
        List<OfferID> offers = new ArrayList<>();
        await().atMost(LIMIT).until(() -> {
            MesosGateway.Event event = listener.receiveMessage(LIMIT);
            if (event instanceof MesosGateway.Updates updates) {
                updates.statuses().forEach(status -> states.add(status.getState()));
            } else if (event instanceof MesosGateway.Offers offered) {
                offered.offers().forEach(offer -> offers.add(offer.getId()));
            }
            return states.size() == 5 && offers.size() == 3;
        });
        assertThat(states)
                .containsExactly(
                        TaskState.TASK_STARTING,
                        TaskState.TASK_RUNNING,
                        TaskState.TASK_RUNNING,
                        TaskState.TASK_KILLING,
                        TaskState.TASK_KILLED);
    }

    @Test
    void aRecordMayArriveByteByByte() {
        connect(settings);

        akka.util.ByteString record = FakeMaster.record(Recorded.event("06-event-UPDATE"));
        for (int i = 0; i < record.size(); i++) {
            master.sendBytes(record.slice(i, i + 1));
        }

        assertThat(listener.expectMessageClass(MesosGateway.Updates.class, LIMIT)
                        .statuses())
                .containsExactly(Recorded.event("06-event-UPDATE").getUpdate().getStatus());
    }

    @Test
    void anEventThatCannotBeReadIsSkipped() {
        connect(settings);

        master.sendBytes(akka.util.ByteString.fromString("3\n\n\n\n"));
        master.send(update("t", 1));

        assertThat(listener.expectMessageClass(MesosGateway.Updates.class, LIMIT)
                        .statuses())
                .containsExactly(status("t", 1));
    }

    @Test
    void anEventOfManyMegabytesArrives() {
        connect(settings);

        ByteString data = ByteString.copyFrom(new byte[20 << 20]);
        master.send(Event.newBuilder()
                .setType(Event.Type.MESSAGE)
                .setMessage(Event.Message.newBuilder()
                        .setAgentId(agent())
                        .setExecutorId(org.apache.mesos.v1.Protos.ExecutorID.newBuilder()
                                .setValue("e"))
                        .setData(data))
                .build());

        assertThat(listener.expectMessageClass(MesosGateway.FrameworkMessage.class, LIMIT)
                        .data())
                .isEqualTo(data);
    }

    @Test
    void sendsEachCommandAsACallInOrder() {
        connect(settings);
        OfferID offer = OfferID.newBuilder().setValue("O1").build();
        List<MesosGateway.Command> commands = List.of(
                new MesosGateway.Accept(List.of(offer), List.of(), 5),
                new MesosGateway.Decline(List.of(offer), 120),
                new MesosGateway.Suppress(Set.of()),
                new MesosGateway.Revive(Set.of("*")),
                new MesosGateway.Kill(task("t"), agent(), Duration.ofSeconds(3)),
                new MesosGateway.Reconcile(List.of(new TaskRef(task("t"), null))),
                new MesosGateway.UpdateRoles(Set.of("dev", "*"), Set.of("dev")),
                new MesosGateway.Teardown(),
                new MesosGateway.Acknowledge(List.of(status("t", 1))));
        assertThat(commands)
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MesosGateway.Command.class.getPermittedSubclasses())
                        .filter(type -> Modifier.isPublic(type.getModifiers()))
                        .toList());

        commands.forEach(gateway::tell);

        await().atMost(LIMIT).until(() -> master.calls().size() == commands.size());
        assertThat(master.calls())
                .extracting(Call::getType)
                .contains(Call.Type.ACKNOWLEDGE)
                .filteredOn(type -> type != Call.Type.ACKNOWLEDGE)
                .containsExactly(
                        Call.Type.ACCEPT,
                        Call.Type.DECLINE,
                        Call.Type.SUPPRESS,
                        Call.Type.REVIVE,
                        Call.Type.KILL,
                        Call.Type.RECONCILE,
                        Call.Type.UPDATE_FRAMEWORK,
                        Call.Type.TEARDOWN);
        assertThat(master.calls())
                .allSatisfy(call -> assertThat(call.getFrameworkId().getValue()).isEqualTo(FakeMaster.FRAMEWORK));
        Call.UpdateFramework update = master.calls().stream()
                .filter(Call::hasUpdateFramework)
                .findFirst()
                .orElseThrow()
                .getUpdateFramework();
        assertThat(update.getFrameworkInfo().getId().getValue()).isEqualTo(FakeMaster.FRAMEWORK);
        assertThat(update.getFrameworkInfo().getRolesList()).containsExactly("*", "dev");
        assertThat(update.getSuppressedRolesList()).containsExactly("dev");
    }

    @Test
    void rolesThatStayTheSameAreNotSentAgain() {
        connect(settings);

        gateway.tell(new MesosGateway.UpdateRoles(Set.of("*"), Set.of()));
        gateway.tell(new MesosGateway.Revive(Set.of()));

        await().atMost(LIMIT).until(() -> !master.calls().isEmpty());
        assertThat(master.calls()).extracting(Call::getType).containsExactly(Call.Type.REVIVE);
    }

    @Test
    void acknowledgesWhatWantsIt() {
        connect(settings);
        TaskStatus ofTheMaster = status("t", 1).toBuilder().clearUuid().build();

        gateway.tell(new MesosGateway.Acknowledge(List.of(ofTheMaster, status("t", 2))));
        gateway.tell(new MesosGateway.Acknowledge(List.of(ofTheMaster)));
        gateway.tell(new MesosGateway.Acknowledge(List.of(status("t", 3))));

        await().atMost(LIMIT).until(() -> master.calls().size() == 2);
        assertThat(master.calls())
                .extracting(call -> call.getAcknowledge().getUuid())
                .containsExactly(status("t", 2).getUuid(), status("t", 3).getUuid());
    }

    @Test
    void tenThousandAcknowledgementsPassInOrderPerTask() {
        connect(settings);

        List<TaskStatus> statuses = IntStream.range(0, 10_000)
                .mapToObj(i -> status("task." + i % 100, i))
                .toList();
        gateway.tell(new MesosGateway.Acknowledge(statuses));

        await().atMost(LIMIT).until(() -> master.calls().size() == statuses.size());
        assertThat(uuidsByTask(master.calls())).isEqualTo(uuidsOf(statuses));
    }

    @Test
    void anAcknowledgementThatStillWaitsIsNotQueuedAgain() {
        connect(settings);
        CountDownLatch goOn = new CountDownLatch(1);
        master.answersCallsOnlyAfter(goOn);

        gateway.tell(new MesosGateway.Acknowledge(List.of(status("first", 0))));
        for (int i = 0; i < 5; i++) {
            gateway.tell(new MesosGateway.Acknowledge(List.of(status("a", 1), status("b", 2))));
        }
        gateway.tell(new MesosGateway.Acknowledge(List.of(status("last", 3))));
        goOn.countDown();

        await().atMost(LIMIT).until(() -> uuidsByTask(master.calls()).containsKey(task("last")));
        assertThat(master.calls())
                .extracting(call -> call.getAcknowledge().getTaskId().getValue())
                .containsExactly("first", "a", "b", "last");
    }

    @Test
    void updatesThatPileUpArriveTogetherAndInOrder() {
        connect(settings);

        int sent = 20_000;
        for (int i = 0; i < sent; i++) {
            master.send(update("t", i));
        }

        List<TaskStatus> heard = new ArrayList<>();
        int events = 0;
        while (heard.size() < sent) {
            heard.addAll(listener.expectMessageClass(MesosGateway.Updates.class, LIMIT)
                    .statuses());
            events++;
        }
        assertThat(heard).extracting(TaskStatus::getUuid).isEqualTo(uuids(sent));
        assertThat(events).isLessThan(sent / 2);
    }

    @Test
    void readsNoFurtherWhileTooMuchIsUnacknowledged() {
        connect(settings.withMaxUnacknowledged(10));
        List<TaskStatus> heard = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            master.send(update("t", i));
            heard.addAll(listener.expectMessageClass(MesosGateway.Updates.class, LIMIT)
                    .statuses());
        }

        master.send(update("t", 11));
        listener.expectNoMessage(Duration.ofMillis(300));
        gateway.tell(new MesosGateway.Acknowledge(heard));

        assertThat(listener.expectMessageClass(MesosGateway.Updates.class, LIMIT)
                        .statuses())
                .containsExactly(status("t", 11));
    }

    @Test
    void aRefusedCallDoesNoHarm() {
        connect(settings);
        master.onCall(call -> call.getType() == Call.Type.KILL
                ? FakeMaster.refusal(400, "Failed to validate scheduler::Call")
                : HttpResponse.create().withStatus(202));

        gateway.tell(new MesosGateway.Kill(task("a"), null, null));
        gateway.tell(new MesosGateway.Kill(task("b"), null, null));
        gateway.tell(new MesosGateway.Revive(Set.of()));

        await().atMost(LIMIT).until(() -> master.calls().size() == 1);
        listener.expectNoMessage(Duration.ofMillis(100));
        assertThat(master.subscribes()).hasSize(1);
    }

    private void start(GatewaySettings with) {
        gateway = TEST_KIT.spawn(MesosGateway.create(with, listener.ref()));
    }

    private void connect(GatewaySettings with) {
        start(with);
        listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
    }

    private static Map<TaskID, List<ByteString>> uuidsByTask(List<Call> calls) {
        Map<TaskID, List<ByteString>> uuids = new HashMap<>();
        for (Call call : calls) {
            uuids.computeIfAbsent(call.getAcknowledge().getTaskId(), id -> new ArrayList<>())
                    .add(call.getAcknowledge().getUuid());
        }
        return uuids;
    }

    private static Map<TaskID, List<ByteString>> uuidsOf(List<TaskStatus> statuses) {
        Map<TaskID, List<ByteString>> uuids = new HashMap<>();
        for (TaskStatus status : statuses) {
            uuids.computeIfAbsent(status.getTaskId(), id -> new ArrayList<>()).add(status.getUuid());
        }
        return uuids;
    }

    private static List<ByteString> uuids(int count) {
        return IntStream.range(0, count).mapToObj(i -> status("t", i).getUuid()).toList();
    }

    private static Event update(String task, int number) {
        return Event.newBuilder()
                .setType(Event.Type.UPDATE)
                .setUpdate(Event.Update.newBuilder().setStatus(status(task, number)))
                .build();
    }

    private static TaskStatus status(String task, int number) {
        return TaskStatus.newBuilder()
                .setTaskId(task(task))
                .setAgentId(agent())
                .setState(TaskState.TASK_RUNNING)
                .setUuid(ByteString.copyFromUtf8("uuid-" + number))
                .build();
    }

    private static TaskID task(String id) {
        return TaskID.newBuilder().setValue(id).build();
    }

    private static AgentID agent() {
        return AgentID.newBuilder().setValue("S1").build();
    }
}
