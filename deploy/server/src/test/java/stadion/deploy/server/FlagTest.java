package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class FlagTest {

    @Test
    void hasADefaultThatCouldBeGiven() {
        assertThat(Flag.all())
                .allSatisfy(flag -> assertThatCode(() -> flag.defaultText().ifPresent(flag.type()::read))
                        .doesNotThrowAnyException());
    }

    @Test
    void isOnOrOffByDefaultIfItIsOneOfThose() {
        assertThat(Flag.all())
                .filteredOn(flag -> flag.type().isOnOff())
                .allSatisfy(flag -> assertThat(flag.defaultText()).isPresent());
    }

    @Test
    void isListedOnce() {
        assertThat(Flag.all()).extracting(Flag::flagName).doesNotHaveDuplicates();
    }

    @Test
    void tellsHowItIsWrittenToChangeTheDefault() {
        assertThat(UnusedFlag.HA.whenChanged()).isEqualTo("--disable_ha");
        assertThat(UnusedFlag.MESOS_AUTHENTICATION.whenChanged()).isEqualTo("--mesos_authentication");
        assertThat(ServerFlag.HTTP_PORT.whenChanged()).isEqualTo("--http_port");
    }
}
