package stadion.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.api.testing.TestServer;
import stadion.scheduler.launch.QueueItems;
import stadion.scheduler.model.PathId;
import stadion.scheduler.offer.Reason;

class QueueTest {

    private final TestServer server = TestServer.leading();

    @BeforeEach
    void create() {
        server.post("/v2/apps", "{\"id\":\"/q\",\"cmd\":\"sleep 1\",\"instances\":3}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void waitUntil(Instant notBefore) {
        server.scheduler.view.queued(
                PathId.of("/q"), Optional.of(QueueItems.unseen(server.scheduler.app("/q"), notBefore)));
    }

    @Test
    void an_app_that_waits_for_offers_is_overdue() {
        JsonNode item = server.get("/v2/queue").json().at("/queue/0");

        assertThat(item.path("count").asInt()).isEqualTo(3);
        assertThat(item.path("role").asText()).isEqualTo("*");
        assertThat(item.at("/app/id").asText()).isEqualTo("/q");
        assertThat(item.at("/delay/overdue").asBoolean()).isTrue();
        assertThat(item.at("/delay/timeLeftSeconds").asInt(-1)).isZero();
        assertThat(item.has("lastUnusedOffers")).isFalse();
    }

    @Test
    void an_app_that_backs_off_says_how_long() {
        waitUntil(Instant.now().plusSeconds(1000));

        JsonNode delay = server.get("/v2/queue").json().at("/queue/0/delay");
        assertThat(delay.path("overdue").asBoolean(true)).isFalse();
        assertThat(delay.path("timeLeftSeconds").asInt()).isBetween(900, 1000);
    }

    @Test
    void every_reason_is_listed_in_the_order_of_the_checks() {
        JsonNode summary = server.get("/v2/queue").json().at("/queue/0/processedOffersSummary");

        assertThat(summary.path("rejectSummaryLastOffers").findValuesAsText("reason"))
                .hasSize(Reason.values().length)
                .startsWith("UnfulfilledRole", "UnfulfilledConstraint")
                .endsWith("InsufficientPorts", "DeclinedScarceResources");
        assertThat(summary.path("rejectSummaryLaunchAttempt")).hasSize(Reason.values().length);
    }

    @Test
    void unused_offers_are_shown_on_request() {
        assertThat(server.get("/v2/queue?embed=lastUnusedOffers").json().at("/queue/0/lastUnusedOffers"))
                .isEmpty();
    }

    @Test
    void a_delay_is_ended_however_the_id_is_written() {
        assertThat(server.delete("/v2/queue//q/delay").status()).isEqualTo(204);
        assertThat(server.delete("/v2/queue/nope/delay").json().path("message").asText())
                .isEqualTo("Application /nope not found in tasks queue.");
    }

    @Test
    void one_item_is_explained_with_the_nearest_miss_first() {
        offered(offer("small", 0.5, 16), offer("near", 4, 100), offer("far", 4, 50));

        JsonNode item = server.get("/v2/queue//q?embed=explanation").json();

        assertThat(item.at("/app/id").asText()).isEqualTo("/q");
        assertThat(item.at("/explanation/nearestMiss/hostname").asText()).isEqualTo("near");
        assertThat(item.at("/explanation/nearestMiss/detail").asText())
                .isEqualTo("mem: needs 128.0, offer has 100.0 of roles *");
        assertThat(item.at("/explanation/agents").findValuesAsText("hostname")).containsExactly("near", "far", "small");
        assertThat(item.at("/explanation/message").asText())
                .isEqualTo("3 instances wait: of the last offers of 3 agents, 1 failed InsufficientCpus, 2 failed"
                        + " InsufficientMemory. near came nearest: mem: needs 128.0, offer has 100.0 of roles *.");
    }

    @Test
    void without_offers_the_explanation_says_so() {
        assertThat(server.get("/v2/queue/q?embed=explanation")
                        .json()
                        .at("/explanation/message")
                        .asText())
                .startsWith("3 instances wait for offers: no agent has offered anything");
    }

    @Test
    void a_delay_is_explained() {
        waitUntil(Instant.now().plusSeconds(1000));

        assertThat(server.get("/v2/queue/q?embed=explanation")
                        .json()
                        .at("/explanation/message")
                        .asText())
                .startsWith("3 instances wait until ")
                .endsWith("DELETE /v2/queue/q/delay launches now.");
    }

    @Test
    void what_does_not_wait_is_not_found() {
        assertThat(server.get("/v2/queue/nope?embed=explanation")
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("Application /nope not found in tasks queue.");
    }

    @Test
    void one_item_without_embed_is_no_address_of_marathon() {
        assertThat(server.get("/v2/queue/q").json().path("message").asText()).isEqualTo("URI not found");
    }

    private void offered(Offer... offers) {
        server.scheduler.view.queued(
                PathId.of("/q"), Optional.of(QueueItems.seen(server.scheduler.app("/q"), List.of(offers))));
    }

    private static Offer offer(String host, double cpus, double mem) {
        return Offer.newBuilder()
                .setId(OfferID.newBuilder().setValue(host))
                .setFrameworkId(FrameworkID.newBuilder().setValue("framework"))
                .setAgentId(AgentID.newBuilder().setValue("agent-" + host))
                .setHostname(host)
                .addResources(scalar("cpus", cpus))
                .addResources(scalar("mem", mem))
                .build();
    }

    private static Resource scalar(String name, double amount) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(amount))
                .build();
    }
}
