package stadion.api.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;

class GroupsTest {

    private final TestServer server = TestServer.leading();

    @BeforeEach
    void create() {
        server.post("/v2/groups", """
                {"id":"/g","apps":[{"id":"a","cmd":"sleep 1","instances":2}],
                "groups":[{"id":"s","apps":[{"id":"b","cmd":"sleep 1","instances":3}]}]}""");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_group_shows_what_is_embedded() {
        JsonNode all = server.get("/v2/groups/g").json();
        assertThat(all.at("/apps/0/id").asText()).isEqualTo("/g/a");
        assertThat(all.at("/groups/0/apps/0/id").asText()).isEqualTo("/g/s/b");
        assertThat(all.at("/apps/0").has("tasksRunning")).isFalse();

        JsonNode some = server.get("/v2/groups/g?embed=group.apps&embed=group.apps.counts")
                .json();
        assertThat(some.at("/apps/0/tasksRunning").asInt(-1)).isZero();
        assertThat(some.path("groups")).isEmpty();
    }

    @Test
    void the_apps_below_a_group_are_a_bare_list() {
        assertThat(server.get("/v2/groups/g/apps").json().findValuesAsText("id"))
                .contains("/g/a", "/g/s/b");
        assertThat(server.get("/v2/groups/nope/apps").json()).isEmpty();
    }

    @Test
    void the_present_version_is_listed_and_shown() {
        String version = server.get("/v2/groups/g").json().path("version").asText();

        assertThat(server.get("/v2/groups/g/versions").json().get(0).asText()).isEqualTo(version);
        assertThat(server.get("/v2/groups/g/versions/" + version)
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo("/g");
        assertThat(server.get("/v2/groups/g/versions/2001-01-01T00:00:00.000Z").status())
                .isEqualTo(404);
        assertThat(server.get("/v2/groups/g/versions/yesterday").status()).isEqualTo(422);
    }

    @Test
    void a_group_goes_back_to_an_earlier_version() {
        String before = server.get("/v2/groups/g").json().path("version").asText();
        server.put(
                "/v2/groups/g?force=true",
                "{\"apps\":[{\"id\":\"new\",\"cmd\":\"sleep 1\",\"instances\":0}],\"groups\":[]}");
        assertThat(server.get("/v2/groups/g/apps").json().findValuesAsText("id"))
                .containsExactly("/g/new");

        String shown = server.get("/v2/groups/g/versions/" + before).text();
        assertThat(shown).contains("/g/s/b").doesNotContain("/g/new");
        assertThat(server.put("/v2/groups/g?force=true", "{\"version\":\"" + before + "\"}")
                        .status())
                .isEqualTo(200);

        assertThat(server.get("/v2/groups/g/apps").json().findValuesAsText("id"))
                .contains("/g/a", "/g/s/b")
                .doesNotContain("/g/new");
        assertThat(server.get("/v2/groups/g/versions").json()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_factor_scales_every_app_below_and_rounds_up() {
        server.put("/v2/groups/g?force=true", "{\"scaleBy\":0.6}");

        assertThat(server.scheduler.app("/g/a").instances()).isEqualTo(2);
        assertThat(server.scheduler.app("/g/s/b").instances()).isEqualTo(2);
    }

    @Test
    void a_factor_that_gives_too_many_instances_is_refused() {
        Reply reply = server.put("/v2/groups/g?force=true", "{\"scaleBy\":1e300}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(server.scheduler.app("/g/a").instances()).isEqualTo(2);
    }

    @Test
    void what_is_sent_replaces_what_there_was_and_what_is_not_stays() {
        server.put("/v2/groups/g?force=true", "{\"apps\":[{\"id\":\"c\",\"cmd\":\"sleep 1\",\"instances\":0}]}");

        assertThat(server.get("/v2/groups/g/apps").json().findValuesAsText("id"))
                .contains("/g/c", "/g/s/b")
                .doesNotContain("/g/a");
    }

    @Test
    void a_rehearsal_shows_the_steps_and_changes_nothing() {
        JsonNode steps = server.put("/v2/groups/g?dryRun=true", "{\"apps\":[]}").json();

        assertThat(steps.at("/steps/0/actions/0/action").asText()).isEqualTo("StopApplication");
        assertThat(steps.at("/steps/0/actions/0/app").asText()).isEqualTo("/g/a");
        assertThat(server.get("/v2/apps/g/a").status()).isEqualTo(200);
    }

    @Test
    void only_a_top_level_group_can_enforce_its_role() {
        assertThat(server.patch("/v2/groups/g", "{\"enforceRole\":true}").status())
                .isEqualTo(200);
        assertThat(server.get("/v2/groups/g").json().path("enforceRole").asBoolean())
                .isTrue();
        assertThat(server.patch("/v2/groups/g/s", "{\"enforceRole\":true}").status())
                .isEqualTo(422);
        assertThat(server.patch("/v2/groups/g", "{}").status()).isEqualTo(422);
    }

    @Test
    void a_group_goes_with_everything_in_it() {
        Reply reply = server.delete("/v2/groups/g?force=true");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(server.get("/v2/groups/g").status()).isEqualTo(404);
        assertThat(server.get("/v2/apps").json().path("apps")).isEmpty();
    }

    @Test
    void a_circle_of_groups_is_refused() {
        Reply reply = server.put("/v2/groups/g/s?force=true", "{\"dependencies\":[\"/g\"]}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text()).contains("cyclic dependencies");
    }
}
