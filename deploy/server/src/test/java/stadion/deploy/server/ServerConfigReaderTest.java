package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.http.Credentials;
import stadion.api.http.Tls;
import stadion.deploy.server.cluster.Listening;

class ServerConfigReaderTest {

    private static final Machine MACHINE = new Machine("box", "joe", Path.of("/home/joe"));

    @Test
    void theBrakeOfHealthKillsIsAShareOrOff() {
        FlagType share = ServerFlag.HEALTH_KILL_BRAKE.type();
        assertThat(share.read("0.25")).isEqualTo(0.25);
        assertThat(share.read("1")).isEqualTo(1.0);
        assertThat(share.read("off")).isEqualTo(Double.POSITIVE_INFINITY);
        for (String wrong : new String[] {"0", "1.1", "-1", "NaN", "half"}) {
            assertThatThrownBy(() -> share.read(wrong)).hasMessage("must be a number above 0, at most 1, or off");
        }
    }

    @Test
    void embedsMesosWithOneAgentUnlessAMasterIsNamed() {
        ServerConfig config = read();

        assertThat(config.mesos().master()).isNull();
        assertThat(config.embeddedMesos().agents()).isEqualTo(1);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void takesWhatIsNotGivenFromTheMachine() {
        ServerConfig config = read();

        assertThat(config.mesos().hostname()).isEqualTo("box");
        assertThat(config.mesos().user()).isEqualTo("joe");
        assertThat(config.dataDir()).isEqualTo(Path.of("/home/joe/stadion-data"));
    }

    @Test
    void keepsDataWhereItIsTold() {
        assertThat(read("--data_dir", "/var/lib/stadion").dataDir()).isEqualTo(Path.of("/var/lib/stadion"));
        assertThat(read("--data_dir", "../x").dataDir()).isEqualTo(Path.of("/home/x"));
    }

    @Test
    void readsTheFourFlagsOfMarathonsTutorials() {
        ServerConfig config = read(
                "--master",
                "10.0.0.1:5050",
                "--framework-name",
                "jobs",
                "--zk",
                "zk://z:2181/jobs",
                "--http-port",
                "80");

        assertThat(config.mesos().master()).isEqualTo(URI.create("http://10.0.0.1:5050"));
        assertThat(config.mesos().frameworkName()).isEqualTo("jobs");
        assertThat(config.http().port()).isEqualTo(80);
        assertThat(config.store()).isEqualTo("zk://z:2181/jobs");
        assertThat(config.zkSessionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void sharesItsStateWithOtherNodesWhenItIsToldWhere() {
        ServerConfig config = read(
                "--store",
                "jdbc:postgresql://db/stadion?user=joe&password=secret",
                "--master",
                "m:5050",
                "--cluster_port",
                "2552",
                "--cluster_address",
                "10.0.0.1");

        assertThat(config.store()).isEqualTo("jdbc:postgresql://db/stadion?user=joe&password=secret");
        assertThat(config.cluster()).isEqualTo(new ServerConfig.Cluster("10.0.0.1", 2552));
        assertThat(config.warnings()).isEmpty();
        assertThat(config.flags().toString()).doesNotContain("secret");
        assertThat(new Settings(config).listening()).isEqualTo(new Listening("box", "10.0.0.1", 2552));
    }

    @Test
    void keepsItsStateInOnePlaceOnly() {
        assertRefused("--zk and --store both say", "--zk", "zk://z/x", "--store", "jdbc:postgresql://db/x");
        assertRefused("--zk must be zk://", "--zk", "z:2181/x", "--master", "m:5050");
        assertRefused("--zk needs --master", "--zk", "zk://z:2181/x");
    }

    @Test
    void listensForOtherNodesEverywhereUnlessItIsToldWhere() {
        ServerConfig shared = read("--store", "jdbc:postgresql://db/stadion", "--master", "m:5050");
        ServerConfig alone = read("--cluster_port", "2552");

        assertThat(new Settings(shared).listening()).isEqualTo(new Listening("box", "0.0.0.0", 0));
        assertThat(new Settings(alone).listening()).isEqualTo(Listening.onLoopback(2552));
        assertThat(alone.warnings())
                .containsExactly("--cluster_port has no effect: without --zk or --store there are no other nodes.");
    }

    @Test
    void refusesAStoreThatItDoesNotKnowAndShowsNoneOfIt() {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> read("--store", "mysql://joe:secret@db/x", "--master", "m:5050"))
                .withMessageContaining("--store must be jdbc:postgresql://")
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesToShareItsStateButNotItsMesos() {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> read("--store", "jdbc:postgresql://db/stadion"))
                .withMessageStartingWith("--store needs --master");
    }

    @Test
    void describesTheEmbeddedAgents() {
        ServerConfig.EmbeddedMesos embedded = read(
                        "--local_agents", "3",
                        "--local_agent_resources", "cpus:4;mem:8192",
                        "--local_agent_attributes", "rack:r{i}",
                        "--local_container_tool", "podman",
                        "--local_container_args", "--storage-driver vfs",
                        "--local_container_run_args", "--ulimit 'nofile=1024:20000'")
                .embeddedMesos();

        assertThat(embedded)
                .isEqualTo(new ServerConfig.EmbeddedMesos(
                        3,
                        "cpus:4;mem:8192",
                        "rack:r{i}",
                        "podman",
                        List.of("--storage-driver", "vfs"),
                        List.of("--ulimit", "nofile=1024:20000")));
    }

    @Test
    void warnsOfFlagsOfTheEmbeddedMesosBesideAMaster() {
        assertThat(read("--master", "m:5050", "--local_agents", "3").warnings())
                .containsExactly("--local_agents has no effect: with --master there is no embedded Mesos.");
    }

    @Test
    void readsHowOffersAndTasksAreTreated() {
        ServerConfig config = read(
                "--decline_offer_duration",
                "1000",
                "--disable_suppress_offers",
                "--draining_seconds",
                "60",
                "--gpu_scheduling_behavior",
                "unrestricted",
                "--kill_retry_timeout",
                "5000");

        assertThat(config.offers().declineDuration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.offers().suppress()).isFalse();
        assertThat(config.offers().drainingTime()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.offers().gpusReserved()).isFalse();
        assertThat(config.tasks().killRetryTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void readsWhatAppsMayBe() {
        ServerConfig.Apps apps = read("--enable_features", "secrets", "--new_group_enforce_role", "top")
                .apps();

        assertThat(apps.features()).containsExactly("secrets");
        assertThat(apps.newGroupsEnforceRole()).isTrue();
    }

    @Test
    void refusesServicePortsInReverse() {
        assertRefused(
                "--local_port_min 20000 must not be above --local_port_max 10000",
                "--local_port_min",
                "20000",
                "--local_port_max",
                "10000");
    }

    @Test
    void refusesContainerArgumentsWithAnOpenQuote() {
        assertRefused("--local_container_args must close its quote '", "--local_container_args", "--x 'y");
    }

    @ParameterizedTest
    @MethodSource("ignoredFlags")
    void warnsOfEachFlagOfMarathonsThatHasNoEffect(UnusedFlag flag) {
        assertThat(read(arguments(flag)).warnings())
                .singleElement()
                .asString()
                .startsWith("--" + flag.flagName() + " has no effect: ");
    }

    @ParameterizedTest
    @MethodSource("refusedFlags")
    void refusesEachFlagWhoseAbsenceWouldWeakenSecurity(UnusedFlag flag) {
        assertRefused(flag.whenChanged() + " can't be obeyed: ", arguments(flag));
    }

    @Test
    void readsTheCredentialsThatClientsNeed() {
        ServerConfig.Http http =
                read("--http_credentials", "me:se:cret", "--http_realm", "here").http();

        assertThat(http.credentials()).isEqualTo(new Credentials("me", "se:cret"));
        assertThat(http.realm()).isEqualTo("here");
    }

    @Test
    void readsWhereToServeWithTls() {
        ServerConfig.Http http = read(
                        "--disable_http", "--ssl_keystore_path", "/keys.p12", "--ssl_keystore_password", "secret")
                .http();

        assertThat(http.plain()).isFalse();
        assertThat(http.tls()).isEqualTo(new Tls("0.0.0.0", 8443, Path.of("/keys.p12"), "secret"));
        assertThat(read("--https_port", "1").http().tls()).isNull();
    }

    @Test
    void readsWhereEventsArePosted() {
        assertThat(read("--http_endpoints", "http://a/x,https://b").http().eventEndpoints())
                .containsExactly("http://a/x", "https://b");
        assertRefused("--http_endpoints must be an absolute URL of http or https", "--http_endpoints", "a:80");
    }

    @Test
    void refusesToBeOutOfReach() {
        assertRefused("--disable_http leaves no way to the API without --ssl_keystore_path", "--disable_http");
        assertRefused("--ssl_keystore_path needs --ssl_keystore_password", "--ssl_keystore_path", "/keys.p12");
    }

    @Test
    void neverRepeatsASecret() {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> read("--http_credentials", "secret"))
                .withMessageContaining("must be user:password")
                .withMessageNotContaining("secret");
        assertThat(read("--http_credentials", "me:secret").toString()).doesNotContain("secret");
        assertThat(read("--ssl_keystore_path", "/k", "--ssl_keystore_password", "secret")
                        .toString())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http", "--disable_mesos_authentication"})
    void acceptsThatWhatIsNotBuiltIsNotWanted(String argument) {
        assertThat(read(argument).warnings()).isEmpty();
    }

    static Stream<UnusedFlag> ignoredFlags() {
        return Arrays.stream(UnusedFlag.values()).filter(flag -> !flag.reason().weakensSecurity());
    }

    static Stream<UnusedFlag> refusedFlags() {
        return Arrays.stream(UnusedFlag.values()).filter(flag -> flag.reason().weakensSecurity());
    }

    private static String[] arguments(UnusedFlag flag) {
        return flag.type().isOnOff()
                ? new String[] {flag.whenChanged()}
                : new String[] {flag.whenChanged(), flag.defaultText().orElse("1")};
    }

    private static void assertRefused(String message, String... args) {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> read(args))
                .withMessageContaining(message);
    }

    private static ServerConfig read(String... args) {
        return ServerConfigReader.read(new FlagParser().parse(List.of(args), Map.of()), MACHINE);
    }
}
