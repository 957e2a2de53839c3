package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

class EventBatchTest {

    private static final AgentID AGENT = AgentID.newBuilder().setValue("S0").build();
    private static final ExecutorID EXECUTOR =
            ExecutorID.newBuilder().setValue("E0").build();

    @Test
    void updatesThatCameTogetherAreOneEventInTheirOrderAheadOfTheRest() {
        EventBatch batch = EventBatch.of(List.of(
                Recorded.event("03-event-OFFERS"),
                Recorded.event("06-event-UPDATE"),
                Recorded.event("02-event-HEARTBEAT"),
                Recorded.event("11-event-UPDATE"),
                Recorded.event("08-event-UPDATE")));

        List<TaskStatus> statuses = Stream.of("06-event-UPDATE", "11-event-UPDATE", "08-event-UPDATE")
                .map(name -> Recorded.event(name).getUpdate().getStatus())
                .toList();
        assertThat(batch.subscribed()).isNull();
        assertThat(batch.events())
                .containsExactly(
                        new MesosGateway.Updates(statuses),
                        new MesosGateway.Offers(
                                Recorded.event("03-event-OFFERS").getOffers().getOffersList()));
        assertThat(batch.wantedAcknowledgements()).isEqualTo(2);
    }

    @Test
    void offersAreGatheredUpToTheNextRescindedOne() {
        Event offers = Recorded.event("03-event-OFFERS");
        OfferID id = offers.getOffers().getOffers(0).getId();
        Event rescind = Event.newBuilder()
                .setType(Event.Type.RESCIND)
                .setRescind(Event.Rescind.newBuilder().setOfferId(id))
                .build();

        EventBatch batch = EventBatch.of(List.of(offers, Recorded.event("05-event-OFFERS"), rescind, offers));

        assertThat(batch.events()).hasSize(3);
        assertThat(batch.events().get(0))
                .isInstanceOfSatisfying(
                        MesosGateway.Offers.class, o -> assertThat(o.offers()).hasSize(2));
        assertThat(batch.events().get(1)).isEqualTo(new MesosGateway.Rescinded(id));
        assertThat(batch.events().get(2))
                .isEqualTo(new MesosGateway.Offers(offers.getOffers().getOffersList()));
    }

    @Test
    void theAnswerToSubscribeIsKeptApart() {
        EventBatch batch = EventBatch.of(List.of(Recorded.event("01-event-SUBSCRIBED")));

        assertThat(batch.events()).isEmpty();
        assertThat(batch.subscribed().getHeartbeatIntervalSeconds()).isEqualTo(15);
        assertThat(batch.subscribed().getMasterInfo().getVersion()).isEqualTo("1.11.1");
    }

    @Test
    void aCapabilityOfTheMasterThatHasNoNameYetDoesNoHarm() {
        var capabilities = Recorded.event("01-event-SUBSCRIBED")
                .getSubscribed()
                .getMasterInfo()
                .getCapabilitiesList();

        assertThat(capabilities).hasSize(3);
        assertThat(capabilities.get(2).hasType()).isFalse();
    }

    @Test
    void failuresNameTheAgentOrTheExecutorThatFailed() {
        Event.Failure agent = Event.Failure.newBuilder().setAgentId(AGENT).build();
        Event.Failure executor = agent.toBuilder().setExecutorId(EXECUTOR).build();

        assertThat(EventBatch.of(List.of(
                                failure(agent),
                                failure(executor),
                                failure(executor.toBuilder().setStatus(256).build())))
                        .events())
                .containsExactly(
                        new MesosGateway.AgentFailed(AGENT),
                        new MesosGateway.ExecutorFailed(AGENT, EXECUTOR, -1),
                        new MesosGateway.ExecutorFailed(AGENT, EXECUTOR, 256));
    }

    @Test
    void anErrorIsFatalAndTellsWhetherTheFrameworkIsGoneForGood() {
        assertThat(EventBatch.of(List.of(error("Framework has been removed"))).events())
                .containsExactly(new MesosGateway.Fatal("Framework has been removed", true));
        assertThat(EventBatch.of(List.of(error("Framework failed over"))).events())
                .containsExactly(new MesosGateway.Fatal("Framework failed over", false));
    }

    @Test
    void eventsOfANewerMasterAreIgnored() throws Exception {
        byte[] typeNinetyNine = {8, 99};

        assertThat(EventBatch.of(List.of(Event.parseFrom(typeNinetyNine), Event.getDefaultInstance()))
                        .events())
                .isEmpty();
    }

    private static Event failure(Event.Failure failure) {
        return Event.newBuilder()
                .setType(Event.Type.FAILURE)
                .setFailure(failure)
                .build();
    }

    private static Event error(String message) {
        return Event.newBuilder()
                .setType(Event.Type.ERROR)
                .setError(Event.Error.newBuilder().setMessage(message))
                .build();
    }
}
