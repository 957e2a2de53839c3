package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Connection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway and masters over real HTTP, while things go wrong. */
class MesosGatewayReconnectTest {

    private static final ActorTestKit TEST_KIT = ActorTestKit.create();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeMaster master = new FakeMaster();
    private final FakeMaster standby = new FakeMaster();
    private final TestProbe<MesosGateway.Event> listener = TEST_KIT.createTestProbe(MesosGateway.Event.class);
    private final CountDownLatch testEnds = new CountDownLatch(1);
    private final GatewaySettings settings = settings(master.address());

    private ActorRef<MesosGateway.Command> gateway;

    @AfterEach
    void closeBothEnds() {
        testEnds.countDown();
        TEST_KIT.stop(gateway);
        master.close();
        standby.close();
    }

    @AfterAll
    static void shutDown() {
        TEST_KIT.shutdownTestKit();
    }

    @Test
    void followsAStandbyToTheLeader() {
        standby.onNextSubscribe(call -> FakeMaster.redirect("//" + master.address() + "/api/v1/scheduler"));

        start(settings(standby.address()));

        assertThat(subscribed().masterAddress()).isEqualTo("http://" + master.address());
        assertThat(standby.subscribes()).hasSize(1);
        gateway.tell(new MesosGateway.Revive(Set.of()));
        await().atMost(LIMIT).until(() -> master.calls().size() == 1);
        assertThat(standby.calls()).isEmpty();
    }

    @Test
    void triesAgainWhileMastersRedirectInCircles() {
        for (int i = 0; i < 10; i++) {
            standby.onNextSubscribe(call -> FakeMaster.redirect("//" + standby.address() + "/api/v1/scheduler"));
        }

        start(settings(standby.address()));

        assertThat(subscribed().masterAddress()).isEqualTo("http://" + standby.address());
        assertThat(standby.subscribes()).hasSize(11);
    }

    @Test
    void waitsForAMasterThatRecovers() {
        master.onNextSubscribe(call -> FakeMaster.refusal(503, "Master has not finished recovery"))
                .onNextSubscribe(call -> FakeMaster.refusal(404, ""));

        start(settings);

        subscribed();
        assertThat(master.subscribes()).hasSize(3);
    }

    @Test
    void triesTheNextMasterWhenOneIsDown() {
        standby.goDown();

        start(settings(standby.address() + "," + master.address()));

        subscribed();
    }

    @Test
    void subscribesAnewUnderTheSameIdWhenTheStreamEnds() {
        connect();

        master.endStream();

        assertThat(disconnected()).isEqualTo("the master ended the event stream");
        assertThat(subscribed().reregistered()).isTrue();
        assertThat(master.subscribes()).hasSize(2);
        Call again = master.subscribes().get(1);
        assertThat(again.getFrameworkId().getValue()).isEqualTo(FakeMaster.FRAMEWORK);
        assertThat(again.getSubscribe().getFrameworkInfo().getId().getValue()).isEqualTo(FakeMaster.FRAMEWORK);
    }

    @Test
    void usesTheIdOfTheNewStreamAfterItBroke() {
        connect();

        master.breakStream();
        disconnected();
        subscribed();
        gateway.tell(new MesosGateway.Kill(task(1), null, null));

        await().atMost(LIMIT).until(() -> master.calls().size() == 1);
    }

    @Test
    void theNewSubscriptionKnowsTheRolesOfTheOldOne() {
        connect();
        gateway.tell(new MesosGateway.UpdateRoles(Set.of("a", "b", "c"), Set.of("a")));
        gateway.tell(new MesosGateway.Revive(Set.of("a")));
        gateway.tell(new MesosGateway.Suppress(Set.of("b", "c")));
        await().atMost(LIMIT).until(() -> master.calls().size() == 3);

        master.endStream();
        disconnected();
        subscribed();

        Call.Subscribe again = master.subscribes().get(1).getSubscribe();
        assertThat(again.getFrameworkInfo().getRolesList()).containsExactly("a", "b", "c");
        assertThat(again.getSuppressedRolesList()).containsExactly("b", "c");
    }

    @Test
    void commandsWithoutASubscriptionAreDropped() {
        master.onNextSubscribe(call -> {
            gateway.tell(new MesosGateway.Kill(task(1), null, null));
            return FakeMaster.refusal(503, "No leader elected");
        });
        start(settings);
        subscribed();

        gateway.tell(new MesosGateway.Kill(task(2), null, null));

        await().atMost(LIMIT).until(() -> !master.calls().isEmpty());
        assertThat(master.calls())
                .extracting(call -> call.getKill().getTaskId())
                .containsExactly(task(2));
    }

    @Test
    void rolesThatChangedDuringTheSubscriptionAreSentAfterIt() {
        master.onNextSubscribe(call -> master.open());
        start(settings);
        await().atMost(LIMIT).until(() -> master.subscribes().size() == 1);

        gateway.tell(new MesosGateway.UpdateRoles(Set.of("dev"), Set.of()));
        gateway.tell(new MesosGateway.UpdateRoles(Set.of("ops"), Set.of("ops")));
        master.send(master.subscribed());

        subscribed();
        await().atMost(LIMIT).until(() -> !master.calls().isEmpty());
        assertThat(master.calls()).extracting(Call::getType).containsExactly(Call.Type.UPDATE_FRAMEWORK);
        Call.UpdateFramework update = master.calls().get(0).getUpdateFramework();
        assertThat(update.getFrameworkInfo().getRolesList()).containsExactly("ops");
        assertThat(update.getSuppressedRolesList()).containsExactly("ops");
    }

    @Test
    void anOldMasterLearnsOfNewRolesByANewSubscription() {
        master.saysItsVersionIs("1.8.1");
        connect();

        gateway.tell(new MesosGateway.UpdateRoles(Set.of("dev"), Set.of()));

        disconnected();
        subscribed();
        assertThat(master.subscribes().get(1).getSubscribe().getFrameworkInfo().getRolesList())
                .containsExactly("dev");
        assertThat(master.calls()).isEmpty();
    }

    @Test
    void aFrameworkThatWasRemovedIsFatal() {
        Event error = Event.newBuilder()
                .setType(Event.Type.ERROR)
                .setError(Event.Error.newBuilder().setMessage("Framework has been removed"))
                .build();
        master.onNextSubscribe(call -> master.open(error));

        start(settings);

        assertThat(listener.expectMessageClass(MesosGateway.Fatal.class, LIMIT))
                .isEqualTo(new MesosGateway.Fatal("Framework has been removed", true));
        listener.expectTerminated(gateway, LIMIT);
        assertThat(master.subscribes()).hasSize(1);
    }

    @Test
    void aSubscriptionTheMasterWillNeverTakeIsFatal() {
        master.onNextSubscribe(call -> FakeMaster.refusal(401, "Unauthorized"));

        start(settings);

        MesosGateway.Fatal fatal = listener.expectMessageClass(MesosGateway.Fatal.class, LIMIT);
        assertThat(fatal.message())
                .isEqualTo("http://" + master.address() + " answered SUBSCRIBE with 401: Unauthorized");
        assertThat(fatal.frameworkRemoved()).isFalse();
        listener.expectTerminated(gateway, LIMIT);
    }

    @Test
    void aWrongStreamIdIsNoReasonToFightForTheFramework() {
        connect();
        master.changeStreamId();

        gateway.tell(new MesosGateway.Kill(task(1), null, null));
        gateway.tell(new MesosGateway.Kill(task(2), null, null));

        await().atMost(LIMIT).until(() -> master.refusedCalls() == 2);
        listener.expectNoMessage(Duration.ofMillis(200));
        assertThat(master.subscribes()).hasSize(1);
    }

    @Test
    void aCallToAMasterThatLostTheLeadEndsTheSubscription() {
        connect();
        master.onCall(call -> FakeMaster.refusal(503, "No leader elected"));

        gateway.tell(new MesosGateway.Kill(task(1), null, null));

        assertThat(disconnected()).isEqualTo("KILL was answered with 503: No leader elected");
        subscribed();
    }

    @Test
    void aCallWithoutAnswerEndsTheSubscription() {
        start(settings.withCallTimeout(Duration.ofMillis(300)));
        subscribed();
        master.answersCallsOnlyAfter(testEnds);

        gateway.tell(new MesosGateway.Kill(task(1), null, null));

        assertThat(disconnected()).startsWith("KILL got no answer: ");
        subscribed();
    }

    @Test
    void tooManyWaitingCallsEndTheSubscription() {
        start(settings.withMaxQueuedCalls(5));
        subscribed();
        master.answersCallsOnlyAfter(testEnds);

        IntStream.range(0, 10).forEach(i -> gateway.tell(new MesosGateway.Kill(task(i), null, null)));

        assertThat(disconnected()).isEqualTo("the master is too slow to take calls: 5 are waiting");
        subscribed();
    }

    @Test
    void callsPassWhenEachConnectionTakesOnlyOne() {
        connect();
        master.onCall(call -> HttpResponse.create().withStatus(202).addHeader(Connection.create("close")));

        IntStream.range(0, 100).forEach(i -> gateway.tell(new MesosGateway.Kill(task(i), null, null)));

        await().atMost(LIMIT).until(() -> master.calls().size() == 100);
        assertThat(master.calls())
                .extracting(call -> call.getKill().getTaskId())
                .isEqualTo(IntStream.range(0, 100)
                        .mapToObj(MesosGatewayReconnectTest::task)
                        .toList());
        assertThat(master.subscribes()).hasSize(1);
    }

    @Test
    void aRecordOverTheLimitEndsTheSubscription() {
        start(settings.withMaxRecordBytes(1000));
        subscribed();

        master.sendBytes(akka.util.ByteString.fromString("1001\n"));

        assertThat(disconnected()).isEqualTo("a record of 1001 bytes was announced; at most 1000 are taken");
        subscribed();
    }

    private static GatewaySettings settings(String masters) {
        return GatewaySettings.of(
                        MasterDetector.of(MasterAddress.parseAll(masters)), FrameworkSettings.named("stadion", "root"))
                .withMinBackoff(Duration.ofMillis(10))
                .withMaxBackoff(Duration.ofMillis(100));
    }

    private void start(GatewaySettings with) {
        gateway = TEST_KIT.spawn(MesosGateway.create(with, listener.ref()));
    }

    private void connect() {
        start(settings);
        subscribed();
    }

    private MesosGateway.Subscribed subscribed() {
        return listener.expectMessageClass(MesosGateway.Subscribed.class, LIMIT);
    }

    private String disconnected() {
        return listener.expectMessageClass(MesosGateway.Disconnected.class, LIMIT)
                .reason();
    }

    private static TaskID task(int number) {
        return TaskID.newBuilder().setValue("task." + number).build();
    }
}
