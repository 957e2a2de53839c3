package stadion.localmesos.agent;

import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static stadion.localmesos.agent.TaskInfos.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentHttpTest {

    @TempDir
    Path directory;

    AgentUnderTest agent;
    Path sandbox;

    @BeforeEach
    void runATask() throws IOException {
        agent = new AgentUnderTest(directory);
        agent.launch(shell("web", "echo hello; mkdir dir; echo up > up; exec sleep 1000"));
        agent.awaitFile("web", "up");
        agent.await("web", TASK_RUNNING);
        sandbox = agent.sandbox("web").toRealPath();
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }

    @Test
    void theStateTellsWhereATasksSandboxIs() {
        var state = json("/state");

        assertThat(state.get("id").asText()).isEqualTo("test-S0");
        assertThat(state.get("pid").asText())
                .isEqualTo("slave(1)@127.0.0.1:" + agent.agent.info().getPort());
        var framework = state.get("frameworks").get(0);
        assertThat(framework.get("id").asText()).isEqualTo("test-0000");
        var executor = framework.get("executors").get(0);
        assertThat(executor.get("id").asText()).isEqualTo("web");
        assertThat(executor.get("directory").asText()).isEqualTo(sandbox.toString());
        assertThat(executor.get("tasks").get(0).get("state").asText()).isEqualTo("TASK_RUNNING");
    }

    @Test
    void anEndedTaskIsAmongTheCompletedOnesAlsoAfterARestart() {
        agent.kill("web");
        agent.awaitEnd("web");
        assertCompleted();

        agent.stop();
        agent = new AgentUnderTest(directory);

        assertCompleted();
    }

    private void assertCompleted() {
        org.awaitility.Awaitility.await().atMost(AgentUnderTest.LONG).untilAsserted(() -> {
            var framework =
                    json("/slave(1)/state.json").get("completed_frameworks").get(0);
            var executor = framework.get("completed_executors").get(0);
            assertThat(executor.get("directory").asText()).isEqualTo(sandbox.toString());
            assertThat(executor.get("completed_tasks").get(0).get("state").asText())
                    .isEqualTo("TASK_KILLED");
        });
    }

    @Test
    void theAgentKeepsItsPortOverARestart() {
        var port = agent.agent.info().getPort();

        agent.stop();
        agent = new AgentUnderTest(directory);

        assertThat(agent.agent.info().getPort()).isEqualTo(port);
    }

    @Test
    void aDirectoryIsListedAsByMesos() {
        var listing = json("/files/browse?path=" + encode(sandbox.toString()));

        var paths = new ArrayList<String>();
        listing.forEach(entry -> paths.add(entry.get("path").asText()));
        assertThat(paths).containsExactly(sandbox + "/dir", sandbox + "/stderr", sandbox + "/stdout", sandbox + "/up");
        var stdout = listing.get(2);
        assertThat(stdout.get("mode").asText()).isEqualTo("-rw-r--r--");
        assertThat(stdout.get("size").asInt()).isEqualTo(6);
        assertThat(stdout.get("nlink").asInt()).isEqualTo(1);
        assertThat(stdout.get("uid").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(stdout.get("mtime").asDouble()).isPositive();
        assertThat(listing.get(0).get("mode").asText()).isEqualTo("drwxr-xr-x");
    }

    @Test
    void sandboxesCanBeNamedByFrameworkAndExecutor() {
        var listing = json("/files/browse.json?path=/frameworks/test-0000/executors/web/runs/latest");

        assertThat(listing).hasSize(4);
    }

    @Test
    void aFileIsReadInParts() {
        var path = encode(sandbox + "/stdout");

        assertThat(json("/files/read?path=" + path + "&offset=1&length=3"))
                .hasToString("{\"data\":\"ell\",\"offset\":1}");
        assertThat(json("/files/read?path=" + path + "&offset=0").get("data").asText())
                .isEqualTo("hello\n");
        assertThat(json("/files/read?path=" + path + "&offset=100").get("data").asText())
                .isEmpty();
    }

    @Test
    void anOffsetOfMinusOneAsksForTheSize() {
        var path = encode(sandbox + "/stdout");

        assertThat(json("/files/read?path=" + path + "&offset=-1").get("offset").asInt())
                .isEqualTo(6);
        assertThat(json("/files/read?path=" + path).get("offset").asInt()).isEqualTo(6);
    }

    @Test
    void aFileIsDownloaded() {
        var response = get("/files/download?path=" + encode(sandbox + "/stdout"));

        assertThat(response.body()).isEqualTo("hello\n");
        assertThat(response.headers().firstValue("Content-Disposition").orElse(""))
                .contains("stdout");
        assertThat(response.headers().firstValue("Content-Length")).contains("6");
    }

    @Test
    void pagesOfOtherServersCanCallBack() {
        assertThat(get("/files/read?path=" + encode(sandbox + "/stdout") + "&offset=0&jsonp=take")
                        .body())
                .isEqualTo("take({\"data\":\"hello\\n\",\"offset\":0});");
        assertThat(get("/state?jsonp=" + encode("alert(1)//")).body()).startsWith("{");
    }

    @Test
    void nothingOutsideOfSandboxesIsReached() throws IOException {
        var secret = Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(sandbox.resolve("link"), secret);
        Files.createSymbolicLink(sandbox.resolve("up-link"), directory);

        assertThat(status("/files/read?path=" + encode(secret.toString()))).isEqualTo(404);
        assertThat(status("/files/read?path=/etc/passwd")).isEqualTo(404);
        assertThat(status("/files/browse?path=/")).isEqualTo(404);
        assertThat(status("/files/browse?path=" + encode(sandbox.getParent().toString())))
                .isEqualTo(404);
        assertThat(status("/files/read?path=" + encode(sandbox + "/../../../../../../../../secret")))
                .isEqualTo(404);
        assertThat(status("/files/read?path=" + encode(sandbox + "/link"))).isEqualTo(400);
        assertThat(status("/files/download?path=" + encode(sandbox + "/link"))).isEqualTo(400);
        assertThat(status("/files/read?path=" + encode(sandbox + "/up-link/secret")))
                .isEqualTo(400);
        assertThat(status("/files/browse?path=" + encode(sandbox + "/up-link"))).isEqualTo(400);
    }

    @Test
    void badRequestsAreAnsweredAsByMesos() {
        assertThat(get("/files/browse").body()).isEqualTo("Expecting 'path=value' in query.\n");
        assertThat(status("/files/browse")).isEqualTo(400);
        assertThat(get("/files/read?path=x&offset=-2").body()).isEqualTo("Negative offset provided: -2.\n");
        assertThat(status("/files/read?path=" + encode(sandbox + "/none"))).isEqualTo(404);
        assertThat(get("/files/read?path=" + encode(sandbox.toString())).body())
                .isEqualTo("Cannot read a directory.\n");
        assertThat(get("/files/download?path=" + encode(sandbox.toString())).body())
                .isEqualTo("Cannot download a directory.\n");
        assertThat(status("/files/nothing")).isEqualTo(404);
        assertThat(status("/nothing")).isEqualTo(404);
        assertThat(request("POST", "/files/browse").statusCode()).isEqualTo(405);
    }

    private int status(String path) {
        return get(path).statusCode();
    }

    private JsonNode json(String path) {
        try {
            return new JsonMapper().readTree(get(path).body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) {
        return request("GET", path);
    }

    private HttpResponse<String> request(String method, String path) {
        var uri = URI.create("http://127.0.0.1:" + agent.agent.info().getPort() + path);
        var request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
