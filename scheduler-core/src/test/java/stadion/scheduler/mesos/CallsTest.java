package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class CallsTest {

    private final Calls calls = new Calls(Recorded.call("04-call-ACCEPT").getFrameworkId());

    @Test
    void subscribeIsTheCallARealMasterAccepted() {
        Call recorded = Recorded.call("00-call-SUBSCRIBE");
        Call built = Calls.subscribe(FrameworkInfos.of(sample(), Set.of("*"), null), Set.of());

        assertThat(withSortedCapabilities(built)).isEqualTo(withSortedCapabilities(recorded));
    }

    @Test
    void theLifeOfATaskIsTheCallsARealMasterAccepted() {
        // Recorded without filters, which means Mesos's default of 5 seconds.
        Call.Builder accept = Recorded.call("04-call-ACCEPT").toBuilder();
        accept.getAcceptBuilder().getFiltersBuilder().setRefuseSeconds(5);
        assertThat(calls.accept(new MesosGateway.Accept(
                        accept.getAccept().getOfferIdsList(), accept.getAccept().getOperationsList(), 5)))
                .isEqualTo(accept.build());
        assertThat(calls.acknowledge(status("06-event-UPDATE"))).isEqualTo(Recorded.call("07-call-ACKNOWLEDGE"));
        assertThat(calls.acknowledge(status("08-event-UPDATE"))).isEqualTo(Recorded.call("09-call-ACKNOWLEDGE"));
        assertThat(calls.reconcile(List.of())).containsExactly(Recorded.call("10-call-RECONCILE"));
        Call.Kill kill = Recorded.call("12-call-KILL").getKill();
        assertThat(calls.kill(new MesosGateway.Kill(kill.getTaskId(), kill.getAgentId(), null)))
                .isEqualTo(Recorded.call("12-call-KILL"));
        assertThat(calls.acknowledge(status("13-event-UPDATE"))).isEqualTo(Recorded.call("14-call-ACKNOWLEDGE"));
        assertThat(calls.acknowledge(status("15-event-UPDATE"))).isEqualTo(Recorded.call("16-call-ACKNOWLEDGE"));
        assertThat(calls.revive(Set.of())).isEqualTo(Recorded.call("17-call-REVIVE"));
        Call decline = Recorded.call("19-call-DECLINE");
        assertThat(calls.decline(new MesosGateway.Decline(decline.getDecline().getOfferIdsList(), 5)))
                .isEqualTo(decline);
        assertThat(calls.teardown()).isEqualTo(Recorded.call("20-call-TEARDOWN"));
    }

    @Test
    void anUpdateOfTheMasterItselfWantsNoAcknowledgement() {
        assertThat(Calls.wantsAcknowledgement(status("06-event-UPDATE"))).isTrue();
        assertThat(Calls.wantsAcknowledgement(status("11-event-UPDATE"))).isFalse();
    }

    @Test
    void aFrameworkWithAnIdNamesItTwiceWhenItSubscribes() {
        FrameworkID id = FrameworkID.newBuilder().setValue("F").build();
        Call call = Calls.subscribe(FrameworkInfos.of(sample(), Set.of("b", "a"), id), Set.of("b"));

        assertThat(call.getFrameworkId()).isEqualTo(id);
        assertThat(call.getSubscribe().getFrameworkInfo().getId()).isEqualTo(id);
        assertThat(call.getSubscribe().getFrameworkInfo().getRolesList()).containsExactly("a", "b");
        assertThat(call.getSubscribe().getSuppressedRolesList()).containsExactly("b");
    }

    @Test
    void aGracePeriodBecomesTheKillPolicy() {
        Call call = calls.kill(new MesosGateway.Kill(task(1), null, Duration.ofSeconds(3)));

        assertThat(call.getKill().hasAgentId()).isFalse();
        assertThat(call.getKill().getKillPolicy().getGracePeriod().getNanoseconds())
                .isEqualTo(3_000_000_000L);
    }

    @Test
    void rolesAreNamedWhenSomeAreMeant() {
        assertThat(calls.revive(Set.of("dev", "a")).getRevive().getRolesList()).containsExactly("a", "dev");
        assertThat(calls.suppress(Set.of("dev")).getSuppress().getRolesList()).containsExactly("dev");
        assertThat(calls.suppress(Set.of()).hasSuppress()).isFalse();
    }

    @Test
    void aLongReconciliationIsCutAtAThousandTasks() {
        AgentID agent = AgentID.newBuilder().setValue("S1").build();
        List<TaskRef> tasks = IntStream.range(0, 2001)
                .mapToObj(i -> new TaskRef(task(i), i % 2 == 0 ? agent : null))
                .toList();

        List<Call> cut = calls.reconcile(tasks);

        assertThat(cut).extracting(call -> call.getReconcile().getTasksCount()).containsExactly(1000, 1000, 1);
        assertThat(cut.stream().flatMap(call -> call.getReconcile().getTasksList().stream()))
                .extracting(Call.Reconcile.Task::getTaskId)
                .isEqualTo(tasks.stream().map(TaskRef::task).toList());
        assertThat(cut.get(0).getReconcile().getTasks(0).getAgentId()).isEqualTo(agent);
        assertThat(cut.get(0).getReconcile().getTasks(1).hasAgentId()).isFalse();
        assertThat(calls.reconcile(tasks.subList(0, 1000))).hasSize(1);
    }

    private static FrameworkSettings sample() {
        return FrameworkSettings.named("sample", "root")
                .withFailoverTimeout(Duration.ofSeconds(60))
                .withTaskKillingState(true);
    }

    private static Call withSortedCapabilities(Call call) {
        Call.Builder sorted = call.toBuilder();
        var info = sorted.getSubscribeBuilder().getFrameworkInfoBuilder();
        var capabilities = info.getCapabilitiesList().stream()
                .sorted((a, b) -> a.getType().compareTo(b.getType()))
                .toList();
        info.clearCapabilities().addAllCapabilities(capabilities);
        return sorted.build();
    }

    private static TaskStatus status(String event) {
        return Recorded.event(event).getUpdate().getStatus();
    }

    private static TaskID task(int number) {
        return TaskID.newBuilder().setValue("task." + number).build();
    }
}
