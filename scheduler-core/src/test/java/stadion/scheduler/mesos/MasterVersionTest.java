package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.9.0", "1.11.1", "1.10.0-rc1", "2.0.0", "", "of my own"})
    void takesFrameworkUpdatesFromNineteenOn(String version) {
        assertThat(MasterVersion.of(version).takesFrameworkUpdates()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.2", "1.5.0", "0.28.1"})
    void takesNoneBefore(String version) {
        assertThat(MasterVersion.of(version).takesFrameworkUpdates()).isFalse();
    }
}
