package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlagParserTest {

    @ParameterizedTest
    @ValueSource(strings = {"--http_port 9000", "--http_port=9000", "--http-port 9000", "--http-port=9000"})
    void acceptsUnderscoresAndDashesBlanksAndEqualSigns(String line) {
        assertThat(flags(line).number(ServerFlag.HTTP_PORT)).isEqualTo(9000);
    }

    @Test
    void usesMarathonsDefaultsForWhatIsNotGiven() {
        FlagValues flags = flags("");

        assertThat(flags.given()).isEmpty();
        assertThat(flags.number(ServerFlag.HTTP_PORT)).isEqualTo(8080);
        assertThat(flags.text(ServerFlag.FRAMEWORK_NAME)).isEqualTo("marathon");
        assertThat(flags.seconds(ServerFlag.FAILOVER_TIMEOUT)).isEqualTo(Duration.ofDays(7));
        assertThat(flags.millis(ServerFlag.DECLINE_OFFER_DURATION)).isEqualTo(Duration.ofMinutes(2));
        assertThat(flags.isOn(ServerFlag.CHECKPOINT)).isTrue();
        assertThat(flags.list(ServerFlag.ENABLE_FEATURES)).isEmpty();
        assertThat(flags.optionalText(ServerFlag.MASTER)).isEmpty();
    }

    @Test
    void switchesOnAndOff() {
        assertThat(flags("--checkpoint").isOn(ServerFlag.CHECKPOINT)).isTrue();
        assertThat(flags("--disable_checkpoint").isOn(ServerFlag.CHECKPOINT)).isFalse();
        assertThat(flags("--disable-suppress-offers").isOn(ServerFlag.SUPPRESS_OFFERS))
                .isFalse();
        assertThat(flags("--disable_http").isOn(ServerFlag.HTTP)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--checkpoint=false", "--checkpoint=true", "--checkpoint="})
    void refusesAValueAfterAFlagThatIsOnOrOff(String argument) {
        assertRefused(List.of(argument), Map.of(), "--checkpoint");
    }

    @Test
    void refusesABareWord() {
        assertRefused(List.of("--checkpoint", "false"), Map.of(), "Unexpected argument 'false'");
    }

    @Test
    void readsAValueThatLooksLikeAFlag() {
        FlagValues flags = parse(List.of("--local_container_args", "--cgroup-manager cgroupfs"), Map.of());

        assertThat(flags.text(ServerFlag.LOCAL_CONTAINER_ARGS)).isEqualTo("--cgroup-manager cgroupfs");
    }

    @Test
    void takesAnAtSignForWhatItIs() {
        assertThat(flags("--framework_name @me").text(ServerFlag.FRAMEWORK_NAME))
                .isEqualTo("@me");
    }

    @Test
    void readsVariables() {
        FlagValues flags = parse(List.of(), Map.of("MARATHON_HTTP_PORT", "9000", "HOME", "/root"));

        assertThat(flags.number(ServerFlag.HTTP_PORT)).isEqualTo(9000);
        assertThat(flags.given()).containsExactly(ServerFlag.HTTP_PORT);
    }

    @Test
    void takesAnEmptyVariableForSetWhenTheFlagIsOnOrOff() {
        assertThat(variable("MARATHON_CHECKPOINT", "").isOn(ServerFlag.CHECKPOINT))
                .isTrue();
        assertThat(variable("MARATHON_DISABLE_CHECKPOINT", "").isOn(ServerFlag.CHECKPOINT))
                .isFalse();
        assertThat(variable("MARATHON_CHECKPOINT", "false").isOn(ServerFlag.CHECKPOINT))
                .isFalse();
        assertThat(variable("MARATHON_DISABLE_CHECKPOINT", "false").isOn(ServerFlag.CHECKPOINT))
                .isTrue();
        assertRefused(
                List.of(), Map.of("MARATHON_CHECKPOINT", "yes"), "MARATHON_CHECKPOINT must be empty, true or false");
    }

    @Test
    void ignoresTheVariablesThatMarathonSetsForItsTasks() {
        Map<String, String> environment = Map.of("MARATHON_APP_ID", "/stadion", "MARATHON_APP_VERSION", "2020");

        assertThat(parse(List.of(), environment).given()).isEmpty();
    }

    @Test
    void refusesAVariableThatNamesNoFlag() {
        assertRefused(
                List.of(),
                Map.of("MARATHON_HTTP_PROT", "80"),
                "MARATHON_HTTP_PROT names no flag. Did you mean --http_port?");
    }

    @Test
    void refusesAFlagGivenBothAsArgumentAndAsVariable() {
        assertRefused(
                List.of("--http_port", "80"),
                Map.of("MARATHON_HTTP_PORT", "80"),
                "--http_port and MARATHON_HTTP_PORT are both given");
        assertRefused(
                List.of("--disable_ha"), Map.of("MARATHON_HA", ""), "--disable_ha and MARATHON_HA are both given");
    }

    @Test
    void refusesAFlagGivenTwice() {
        assertRefused(List.of("--http_port", "80", "--http-port", "81"), Map.of(), "--http_port is given twice");
        assertRefused(List.of("--ha", "--disable_ha"), Map.of(), "--ha and --disable_ha are both given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http_prt", "--htp-port", "--http_port_", "-http_port"})
    void refusesAnUnknownFlagAndSuggestsTheNearest(String unknown) {
        assertRefused(List.of(unknown, "80"), Map.of(), "Unknown flag " + unknown + ". Did you mean --http_port?");
    }

    @Test
    void suggestsNothingWhenNothingIsNear() {
        assertRefused(List.of("--bananas"), Map.of(), "Unknown flag --bananas. See --help for all flags.");
    }

    @Test
    void doesNotRepeatTheValueOfAnUnknownFlag() {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> parse(List.of("--http_credential=me:secret"), Map.of()))
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesAFlagWithoutItsValue() {
        assertRefused(List.of("--http_port"), Map.of(), "--http_port needs a value");
        assertRefused(List.of("--framework_name="), Map.of(), "--framework_name must not be empty");
    }

    @Test
    void refusesAWrongValueAndSaysWhatWouldBeRight() {
        assertRefused(
                List.of("--http_port", "eighty"),
                Map.of(),
                "--http_port must be a whole number from 0 to 65535, not 'eighty'");
        assertRefused(
                List.of("--http_port", "-1"), Map.of(), "--http_port must be a whole number from 0 to 65535, not '-1'");
        assertRefused(
                List.of("--gpu_scheduling_behavior", "greedy"),
                Map.of(),
                "--gpu_scheduling_behavior must be one of restricted, unrestricted, not 'greedy'");
        assertRefused(List.of("--enable_features", "vips,teleport"), Map.of(), "--enable_features knows only vips, ");
        assertRefused(List.of("--zk_timeout", "soon"), Map.of(), "--zk_timeout must be a whole number");
    }

    @Test
    void readsLists() {
        assertThat(flags("--enable_features vips,secrets").list(ServerFlag.ENABLE_FEATURES))
                .containsExactly("vips", "secrets");
        assertThat(flags("--access_control_allow_origin http://a,http://b")
                        .list(ServerFlag.ACCESS_CONTROL_ALLOW_ORIGIN))
                .containsExactly("http://a", "http://b");
    }

    @Test
    void alsoReadsTheOtherVariablesOfMarathon() {
        assertThat(variable("MESOSPHERE_HTTP_CREDENTIALS", "me:secret").value(ServerFlag.HTTP_CREDENTIALS))
                .isEqualTo(Optional.of("me:secret"));
    }

    @Test
    void showsAllValuesByName() {
        assertThat(flags("--http_port 9000").shown())
                .containsEntry("http_port", 9000L)
                .containsEntry("zk_timeout", 10000L)
                .containsEntry("checkpoint", true)
                .doesNotContainKey("max_apps");
    }

    @Test
    void showsNoSecrets() {
        assertThat(flags("--http_credentials me:secret --zk zk://me:secret@z1:2181,z2:2181/x")
                        .shown())
                .doesNotContainKey("http_credentials")
                .containsEntry("zk", "zk://xxxxxxxx:xxxxxxxx@z1:2181,z2:2181/x");
    }

    private static FlagValues flags(String line) {
        return parse(line.isEmpty() ? List.of() : List.of(line.split(" ")), Map.of());
    }

    private static FlagValues variable(String name, String value) {
        return parse(List.of(), Map.of(name, value));
    }

    private static FlagValues parse(List<String> args, Map<String, String> environment) {
        return new FlagParser().parse(args, environment);
    }

    private static void assertRefused(List<String> args, Map<String, String> environment, String message) {
        assertThatExceptionOfType(FlagException.class)
                .isThrownBy(() -> parse(args, environment))
                .withMessageContaining(message);
    }
}
