package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.PathId;

class ConditionalRequestsTest {

    private static final String CHANGE = "{\"cmd\":\"sleep 2\"}";

    private final TestServer server = TestServer.leading();

    @BeforeEach
    void create() {
        server.post("/v2/apps", "{\"id\":\"/g/one\",\"cmd\":\"sleep 1\",\"instances\":0}");
        server.post("/v2/apps", "{\"id\":\"/g/two\",\"cmd\":\"sleep 1\",\"instances\":0}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String tag(String path) {
        return server.get(path).headers().get("etag");
    }

    private Reply put(String path, String body, String... header) {
        return server.send("PUT", path, body, "Content-Type", "application/json", header[0], header[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/apps",
                "/v2/apps?embed=apps.tasks&label=x",
                "/v2/apps/g/one",
                "/v2/apps/g/*",
                "/v2/apps/g/one/tasks",
                "/v2/apps/g/*/tasks",
                "/v2/apps/g/one/versions",
                "/v2/groups",
                "/v2/groups/g",
                "/v2/groups/g?embed=group.apps&embed=group.apps.counts",
                "/v2/groups/g/apps",
                "/v2/groups/g/versions",
                "/v2/tasks",
                "/v2/deployments",
                "/v2/queue"
            })
    void who_has_seen_an_answer_gets_304_until_it_changes(String path) {
        Reply first = server.get(path);

        Reply again = server.get(path, "If-None-Match", first.headers().get("etag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes().isEmpty()).isTrue();
        assertThat(again.headers()).containsEntry("etag", first.headers().get("etag"));

        server.put("/v2/apps/g/one", "{\"cmd\":\"sleep 2\",\"instances\":1}");
        server.scheduler.instances(PathId.of("/g/one"), Instances.running("/g/one", 1, "h1"));
        Reply changed = server.get(path, "If-None-Match", first.headers().get("etag"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.headers().get("etag")).isNotEqualTo(first.headers().get("etag"));
    }

    @Test
    void an_app_that_did_not_change_has_not_though_others_have() {
        String tag = tag("/v2/apps/g/one");

        server.put("/v2/apps/g/two", CHANGE);

        assertThat(server.get("/v2/apps/g/one", "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void a_task_that_changes_changes_what_is_shown_but_not_what_users_want() {
        String app = tag("/v2/apps/g/one");
        String group = tag("/v2/groups/g");

        server.scheduler.instances(PathId.of("/g/one"), Instances.running("/g/one", 1, "h1"));

        assertThat(server.get("/v2/apps/g/one", "If-None-Match", app).status()).isEqualTo(200);
        assertThat(server.get("/v2/groups/g", "If-None-Match", group).status()).isEqualTo(304);
        assertThat(put("/v2/apps/g/one", CHANGE, "If-Match", app).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/apps?embed=apps.taskStats",
                "/v2/apps/g/one?embed=app.taskStats",
                "/v2/groups?embed=group.apps&embed=group.apps.taskStats",
                "/v2/groups/g/apps?embed=taskStats"
            })
    void running_times_are_never_seen_before(String path) {
        server.scheduler.instances(PathId.of("/g/one"), Instances.running("/g/one", 1, "h1"));
        String first = tag(path);

        await(() -> !tag(path).equals(first));
    }

    @Test
    void a_group_changes_when_its_pods_do() {
        server.post("/v2/pods", """
                {"id":"/g/pod","containers":[{"name":"c","exec":{"command":{"shell":"sleep 1"}},
                "resources":{"cpus":0.1,"mem":32}}]}""");
        String tag = tag("/v2/groups/g");
        assertThat(server.get("/v2/groups/g", "If-None-Match", tag).status()).isEqualTo(304);

        server.scheduler.instances(PathId.of("/g/pod"), Instances.running("/g/pod", 1, "h1"));

        assertThat(server.get("/v2/groups/g", "If-None-Match", tag).status()).isEqualTo(200);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/%s", "\"other\", %s", "*", "W/\"a,\" , %s"})
    void tags_may_be_weak_and_several(String form) {
        String header = String.format(form, tag("/v2/apps/g/one"));

        Reply reply = server.get("/v2/apps/g/one", "If-None-Match", header.replace("a,", "a"));

        assertThat(reply.status()).isEqualTo(304);
    }

    @Test
    void a_compressed_answer_has_a_tag_of_its_own_that_means_the_same() {
        String plain = tag("/v2/apps/g/one");
        Reply zipped = server.get("/v2/apps/g/one", "Accept-Encoding", "gzip");
        String tag = zipped.headers().get("etag");

        assertThat(tag).isNotEqualTo(plain);
        assertThat(server.get("/v2/apps/g/one", "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(put("/v2/apps/g/one", CHANGE, "If-Match", tag).status()).isEqualTo(200);
    }

    @Test
    void a_change_of_what_was_changed_meanwhile_is_412_and_does_nothing() {
        String seen = tag("/v2/apps/g/one");
        server.put("/v2/apps/g/one", CHANGE);

        Reply refused = put("/v2/apps/g/one", "{\"cmd\":\"sleep 3\"}", "If-Match", seen);

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().path("message").asText())
                .startsWith("Nothing was changed, as If-Match does not hold: it is now \"");
        assertThat(server.scheduler.app("/g/one").cmd()).isEqualTo("sleep 2");
    }

    @Test
    void the_version_in_the_body_does_as_a_tag() {
        String version = server.get("/v2/apps/g/one").json().at("/app/version").asText();

        assertThat(put("/v2/apps/g/one", CHANGE, "If-Match", '"' + version + '"')
                        .status())
                .isEqualTo(200);
        assertThat(put("/v2/apps/g/one", CHANGE, "If-Match", '"' + version + '"')
                        .status())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /v2/apps/g/one                | {\"cmd\":\"sleep 9\"}",
                "PATCH  | /v2/apps/g/one                | {\"cmd\":\"sleep 9\"}",
                "DELETE | /v2/apps/g/one                |",
                "POST   | /v2/apps/g/one/restart        |",
                "DELETE | /v2/apps/g/one/tasks          |",
                "DELETE | /v2/apps/g/one/tasks?scale=true |",
                "POST   | /v2/apps                      | {\"id\":\"/g/new\",\"cmd\":\"sleep 9\"}",
                "PUT    | /v2/apps                      | [{\"id\":\"/g/one\",\"cmd\":\"sleep 9\"}]",
                "PATCH  | /v2/apps                      | [{\"id\":\"/g/one\",\"cmd\":\"sleep 9\"}]",
                "POST   | /v2/groups/g                  | {\"id\":\"new\"}",
                "PUT    | /v2/groups/g                  | {\"apps\":[]}",
                "PUT    | /v2/groups/g?dryRun=true      | {\"apps\":[]}",
                "PATCH  | /v2/groups/g                  | {\"enforceRole\":true}",
                "DELETE | /v2/groups/g                  |",
                "POST   | /v2/tasks/delete?scale=true   | {\"ids\":[]}"
            })
    void every_change_may_have_a_precondition(String method, String path, String body) {
        server.scheduler.instances(PathId.of("/g/one"), Instances.running("/g/one", 1, "h1"));
        RootGroup before = server.scheduler.view.root();

        Reply reply = server.send(
                method, path, body, "Content-Type", "application/json", "If-Match", "\"2020-01-01T00:00:00.000Z\"");

        assertThat(reply.status()).as(reply.text()).isEqualTo(412);
        assertThat(server.scheduler.view.root()).isSameAs(before);
    }

    @Test
    void something_can_be_made_only_if_it_is_not_there() {
        String body = "{\"cmd\":\"sleep 1\",\"instances\":0}";

        assertThat(put("/v2/apps/g/three", body, "If-None-Match", "*").status()).isEqualTo(201);
        assertThat(put("/v2/apps/g/three", body, "If-None-Match", "*").status()).isEqualTo(412);
        assertThat(put("/v2/apps/g/four", body, "If-Match", "*").status()).isEqualTo(412);
        assertThat(put("/v2/apps/g/three", body, "If-Match", "*").status()).isEqualTo(200);
    }

    @Test
    void of_many_who_have_seen_the_same_one_wins() {
        String tag = tag("/v2/apps/g/one");

        List<CompletableFuture<Integer>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> put("/v2/apps/g/one", "{\"cmd\":\"sleep 1" + i + "\"}", "If-Match", tag)
                                .status()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).filter(Set.of(200)::contains))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00.000Z", "\"a\" \"b\"", "\"open", "W/x"})
    void a_header_that_is_no_list_of_tags_is_named(String header) {
        Reply reply = put("/v2/apps/g/one", CHANGE, "If-Match", header);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("message").asText()).startsWith("If-Match must be");
    }
}
