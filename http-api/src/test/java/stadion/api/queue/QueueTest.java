package stadion.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
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
}
