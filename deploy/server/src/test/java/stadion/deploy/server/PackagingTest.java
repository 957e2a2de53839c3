package stadion.deploy.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.deploy.server.PackagedFiles.after;
import static stadion.deploy.server.PackagedFiles.documents;
import static stadion.deploy.server.PackagedFiles.text;
import static stadion.deploy.server.PackagedFiles.variables;
import static stadion.deploy.server.PackagedFiles.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import stadion.localmesos.LocalMesosMain;

/** The image, the compose file, the manifests and the unit under deploy: the server understands what they tell it, and they agree with it and with each other. */
class PackagingTest {

    private static final String IMAGE = "deploy/docker/Dockerfile";
    private static final String COMPOSE = "deploy/docker/compose.yaml";
    private static final String KUBERNETES = "deploy/kubernetes/stadion.yaml";
    private static final String UNIT = "deploy/systemd/stadion.service";
    private static final String UNIT_FLAGS = "deploy/systemd/stadion.env";

    private static final String NAMED_BY_A_VARIABLE = "\\$\\(([A-Z_]+)\\)";

    @TempDir
    private Path dir;

    private ServerConfig config(List<String> args, Map<String, String> environment) {
        return ServerConfigReader.read(new FlagParser().parse(args, environment), new Machine("box", "joe", dir));
    }

    // The image

    @Test
    void theImageHasTheJarThatItsBuildMakesAndStartsIt() {
        List<String> copied = List.of(after("COPY --from=build", IMAGE).get(0).split(" "));
        String command = after("RUN ./mvnw", IMAGE).get(0);

        assertThat(copied.get(0)).isEqualTo("/stadion/deploy/server/target/stadion.jar");
        assertThat(text("deploy/server/pom.xml")).contains("<finalName>stadion</finalName>");
        assertThat(words(after("ENTRYPOINT", IMAGE).get(0))).endsWith("-jar", copied.get(1));
        // The launcher, which the continuous integration runs, builds the same way.
        assertThat(text("deploy/bin/stadion")).contains("./mvnw " + command);
    }

    @Test
    void theImageExposesThePortsOfNodes() {
        assertThat(nodes(documents(COMPOSE).get(0).path("services")).values()).allSatisfy(node -> {
            ServerConfig config = config(words(node.path("command")), Map.of());
            assertThat(after("EXPOSE", IMAGE))
                    .containsExactly(
                            config.http().port() + " " + config.cluster().port());
        });
        assertThat(after("EXPOSE", IMAGE)).containsExactly(port("http") + " " + port("cluster"));
    }

    @Test
    void theImageKeepsDataInItsVolume() {
        assertThat(after("WORKDIR", IMAGE))
                .last()
                .isEqualTo(after("VOLUME", IMAGE).get(0));
        assertThat(config(List.of(), Map.of()).dataDir()).startsWithRaw(dir);
    }

    static Stream<List<String>> commands() {
        return Stream.of(
                words(after("ENTRYPOINT", IMAGE).get(0)),
                ShellWords.split(after("ExecStart=", UNIT)
                        .get(0)
                        .replace("$STADION_JAVA_OPTS", variables(UNIT_FLAGS).get("STADION_JAVA_OPTS"))));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theJvmKnowsTheOptionsThatItIsStartedWith(List<String> command) throws Exception {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(command.subList(1, command.indexOf("-jar")));
        java.add("-version");

        Process process = new ProcessBuilder(java).redirectErrorStream(true).start();

        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).doesNotContainIgnoringCase("warning");
    }

    // The compose file

    @Test
    void theNodesOfTheComposeFileReachItsOtherServicesByTheirNames() {
        JsonNode services = documents(COMPOSE).get(0).path("services");
        CommandLine.ParseResult mesos = embeddedMesos(services.path("mesos"));

        assertThat(nodes(services)).hasSize(3).allSatisfy((name, node) -> {
            ServerConfig config = config(words(node.path("command")), Map.of());
            assertThat(config.warnings()).isEmpty();
            assertThat(config.mesos().hostname()).isEqualTo(name);
            assertThat(config.mesos().master().getHost()).isEqualTo("mesos");
            assertThat(config.mesos().master().getPort()).isEqualTo(mesos.matchedOptionValue("--port", 0));
            assertThat(config.store()).isEqualTo("zk://zookeeper:2181/stadion");
            assertThat(words(node.path("depends_on"))).containsExactlyInAnyOrder("zookeeper", "mesos");
        });
        assertThat(services.has("zookeeper")).isTrue();
        assertThat(mesos.<String>matchedOptionValue("--hostname", "")).isEqualTo("mesos");
        assertThat(mesos.<InetAddress>matchedOptionValue("--ip", null).isAnyLocalAddress())
                .isTrue();
    }

    @Test
    void theNodesOfTheComposeFileAreReachedThroughPortsOfTheirOwn() {
        Map<String, JsonNode> nodes = nodes(documents(COMPOSE).get(0).path("services"));
        Set<String> ofTheMachine = new TreeSet<>();

        nodes.forEach((name, node) -> {
            String[] published = node.path("ports").path(0).asText().split(":");
            ofTheMachine.add(published[0]);
            assertThat(published[1])
                    .isEqualTo(Integer.toString(
                            config(words(node.path("command")), Map.of()).http().port()));
        });

        assertThat(ofTheMachine).hasSameSizeAs(nodes.keySet());
        assertThat(text(COMPOSE)).contains("on ports 8081, 8082 and 8083 of the machine");
        assertThat(ofTheMachine).containsExactly("8081", "8082", "8083");
    }

    @Test
    void theComposeFileBuildsTheImage() {
        JsonNode services = documents(COMPOSE).get(0).path("services");

        assertThat(services.valueStream().filter(service -> service.has("build")))
                .hasSize(4)
                .allSatisfy(service -> {
                    Path context = Path.of("deploy/docker")
                            .resolve(service.at("/build/context").asText())
                            .normalize();
                    assertThat(context).isEqualTo(Path.of(""));
                    assertThat(service.at("/build/dockerfile").asText()).isEqualTo(IMAGE);
                });
    }

    private static Map<String, JsonNode> nodes(JsonNode services) {
        Map<String, JsonNode> nodes = new TreeMap<>();
        services.properties().forEach(service -> {
            if (service.getKey().startsWith("node-")) {
                nodes.put(service.getKey(), service.getValue());
            }
        });
        return nodes;
    }

    private static CommandLine.ParseResult embeddedMesos(JsonNode service) {
        List<String> command = words(service.path("command"));
        assertThat(command).startsWith("local-mesos");
        return new CommandLine(new LocalMesosMain())
                .parseArgs(command.subList(1, command.size()).toArray(String[]::new));
    }

    // Kubernetes

    private static JsonNode one(String kind) {
        return documents(KUBERNETES).stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode container() {
        return one("StatefulSet").at("/spec/template/spec/containers/0");
    }

    @Test
    void thePodsOfTheStatefulSetListenWhereTheManifestsSay() {
        ServerConfig config = config(
                words(container().path("args")).stream()
                        .map(arg -> arg.replaceAll(NAMED_BY_A_VARIABLE, "x"))
                        .toList(),
                Map.of());

        assertThat(config.warnings()).isEmpty();
        assertThat(port("http")).isEqualTo(config.http().port());
        assertThat(port("cluster")).isEqualTo(config.cluster().port());
    }

    @Test
    void theVariablesThatThePodsNeedAreSet() {
        List<String> set = container().path("env").findValuesAsText("name");

        assertThat(Pattern.compile(NAMED_BY_A_VARIABLE)
                        .matcher(container().path("args").toString())
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allMatch(set::contains);
    }

    private static int port(String name) {
        return container()
                .path("ports")
                .valueStream()
                .filter(port -> port.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("containerPort")
                .asInt();
    }

    @Test
    void theServicesLeadToThePods() {
        JsonNode labels = one("StatefulSet").at("/spec/template/metadata/labels");

        assertThat(documents(KUBERNETES).stream()
                        .filter(it -> it.path("kind").asText().equals("Service")))
                .hasSize(2)
                .allSatisfy(service -> {
                    assertThat(service.at("/spec/selector")).isEqualTo(labels);
                    assertThat(service.at("/spec/ports").valueStream())
                            .allSatisfy(port -> assertThat(port.path("port").asInt())
                                    .isEqualTo(port(port.path("name").asText())));
                });
        assertThat(one("StatefulSet").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(one("PodDisruptionBudget").at("/spec/selector/matchLabels")).isEqualTo(labels);
    }

    @Test
    void thePodsAreCalledAsTheirHeadlessServiceNamesThem() {
        String name = one("StatefulSet").at("/spec/serviceName").asText();

        assertThat(words(container().path("args")))
                .contains("--hostname=$(POD_NAME)." + name + ".$(POD_NAMESPACE).svc.cluster.local");
        assertThat(documents(KUBERNETES))
                .filteredOn(it -> it.at("/metadata/name").asText().equals(name))
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
                    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean())
                            .isTrue();
                });
    }

    @Test
    void aServerAnswersTheProbes() throws Exception {
        ServerConfig config = config(List.of("--http_port", "0", "--http_address", "127.0.0.1"), Map.of());
        StadionServer server = StadionServer.start(config);
        try {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode get = container().path(probe).path("httpGet");
                assertThat(get.path("port").asText()).as(probe).isEqualTo("http");
                URI uri = server.api().resolve(get.path("path").asText());
                await(probe).atMost(Duration.ofMinutes(2)).until(() -> status(uri) == 200);
            }
        } finally {
            server.stop(ExitCode.OK);
            server.awaitEnd();
        }
    }

    private static int status(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    // The unit

    @Test
    void theVariablesOfTheUnitAreFlags() {
        Map<String, String> variables = variables(UNIT_FLAGS);

        ServerConfig config = config(List.of(), variables);

        assertThat(config.warnings()).isEmpty();
        assertThat(config.store()).isEqualTo(variables.get("MARATHON_ZK"));
        assertThat(config.mesos().hostname()).isEqualTo(variables.get("MARATHON_HOSTNAME"));
        assertThat(variables.keySet())
                .allMatch(name -> name.startsWith("MARATHON_") || text(UNIT).contains("$" + name));
    }

    @Test
    void theUnitStartsTheJarWhereTheImageHasIt() {
        List<String> image = words(after("ENTRYPOINT", IMAGE).get(0));

        assertThat(after("ExecStart=", UNIT))
                .singleElement()
                .asString()
                .endsWith("-jar " + image.get(image.size() - 1));
        assertThat(text(UNIT)).contains("Put the jar at " + image.get(image.size() - 1));
    }

    @Test
    void theUnitKeepsDataWhereItsUserMayWrite() {
        assertThat(after("WorkingDirectory=", UNIT))
                .containsExactly("/var/lib/" + after("StateDirectory=", UNIT).get(0));
        assertThat(text(UNIT))
                .contains("useradd --system --home-dir /var/lib/stadion "
                        + after("User=", UNIT).get(0));
    }
}
