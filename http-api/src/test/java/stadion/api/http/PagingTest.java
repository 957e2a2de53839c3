package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.api.testing.Instances;
import stadion.api.testing.TestServer;
import stadion.api.testing.TestServer.Reply;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PathId;

class PagingTest {

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.leading();
        for (int i = 0; i < 7; i++) {
            String id = "/p/app" + i;
            server.post("/v2/apps", "{\"id\":\"" + id + "\",\"cmd\":\"sleep 1\",\"labels\":{\"x\":\"y z\"}}");
            Instance[] instances = IntStream.range(0, 3)
                    .mapToObj(n -> Instances.running(id, n, "h"))
                    .toArray(Instance[]::new);
            server.scheduler.instances(PathId.of(id), instances);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Follows the links from page to page. */
    private static List<JsonNode> pages(String path) {
        List<JsonNode> pages = new ArrayList<>();
        String next = path;
        while (next != null) {
            Reply reply = server.get(next);
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            pages.add(reply.json());
            String link = reply.headers().get("link");
            assertThat(reply.headers().containsKey("x-next-cursor")).isEqualTo(link != null);
            next = link == null ? null : link.replaceFirst("<(.*)>; rel=\"next\"", "$1");
        }
        return pages;
    }

    private static List<String> ids(List<JsonNode> pages, Function<JsonNode, JsonNode> list, String id) {
        return pages.stream()
                .flatMap(page -> list.apply(page).valueStream())
                .map(element -> element.at(id).asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/apps, apps, /id, 7",
        "/v2/apps?label=x%3D%3Dy%5C%20z&embed=apps.tasks, apps, /id, 7",
        "/v2/tasks, tasks, /id, 21",
        "/v2/tasks?status%5B%5D=running, tasks, /id, 21",
        "/v2/queue, queue, /app/id, 7",
        "/v2/deployments, '', /id, 7"
    })
    void pages_hold_everything_once_and_sorted(String path, String list, String id, int all) {
        List<JsonNode> pages = pages(path + (path.contains("?") ? "&" : "?") + "limit=3");

        List<String> ids = ids(pages, page -> list.isEmpty() ? page : page.path(list), id);
        assertThat(pages).hasSize((all + 2) / 3);
        assertThat(ids).hasSize(all).isSorted().doesNotHaveDuplicates();
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        ids(List.of(server.get(path).json()), page -> list.isEmpty() ? page : page.path(list), id));
    }

    @Test
    void a_page_goes_on_where_the_one_before_ended_whatever_came_or_went() {
        Reply first = server.get("/v2/apps?id=/q/&limit=2");
        assertThat(first.json().path("apps")).isEmpty();
        for (String id : List.of("b", "d", "f")) {
            server.post("/v2/apps", "{\"id\":\"/q/" + id + "\",\"cmd\":\"sleep 1\",\"instances\":0}");
        }
        String cursor = server.get("/v2/apps?id=/q/&limit=2").headers().get("x-next-cursor");
        server.delete("/v2/apps/q/d");
        server.post("/v2/apps", "{\"id\":\"/q/a\",\"cmd\":\"sleep 1\",\"instances\":0}");
        server.post("/v2/apps", "{\"id\":\"/q/e\",\"cmd\":\"sleep 1\",\"instances\":0}");

        JsonNode rest = server.get("/v2/apps?id=/q/&cursor=" + cursor).json();

        assertThat(ids(List.of(rest), page -> page.path("apps"), "/id")).containsExactly("/q/e", "/q/f");
        server.delete("/v2/groups/q?force=true");
    }

    @Test
    void who_does_not_ask_gets_everything_and_no_further_headers() {
        Reply reply = server.get("/v2/apps?id=/p/");

        assertThat(reply.json().path("apps")).hasSize(7);
        assertThat(reply.headers()).doesNotContainKeys("link", "x-next-cursor");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, -1", "limit, x", "limit, 10001", "limit, ''", "cursor, a*b"})
    void a_wrong_value_is_400_and_names_the_parameter(String name, String value) {
        for (String path : List.of("/v2/apps", "/v2/tasks", "/v2/queue", "/v2/deployments")) {
            Reply reply = server.get(path + "?" + name + "=" + value);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("message").asText())
                    .startsWith(name + " must be")
                    .endsWith("'" + value + "'");
        }
    }
}
