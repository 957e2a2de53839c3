package stadion.localmesos.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerStateTest {

    @Test
    void aRunningContainerHasTheAddressOfItsNetwork() throws JsonProcessingException {
        var state = ContainerState.parse(
                "[{'State':{'Running':true,'Status':'running'},'NetworkSettings':{'IPAddress':'',".replace('\'', '"')
                        + "'Networks':{'net-a':{'IPAddress':'10.1.0.2'}}}}]".replace('\'', '"'));

        assertThat(state.started()).isTrue();
        assertThat(state.running()).isTrue();
        assertThat(state.address()).contains("10.1.0.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exited", "stopped", "stopping", "removing"})
    void aContainerThatHasRunHasStarted(String status) throws JsonProcessingException {
        var state = parse(status);

        assertThat(state.started()).isTrue();
        assertThat(state.running()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "configured", "initialized"})
    void aContainerThatIsBeingMadeHasNotStarted(String status) throws JsonProcessingException {
        assertThat(parse(status).started()).isFalse();
    }

    @Test
    void aContainerEndedForItsMemoryIsToldFromOthers() throws JsonProcessingException {
        assertThat(ContainerState.parse("[{\"State\":{\"Status\":\"exited\",\"OOMKilled\":true}}]")
                        .outOfMemory())
                .isTrue();
        assertThat(parse("exited").outOfMemory()).isFalse();
    }

    private static ContainerState parse(String status) throws JsonProcessingException {
        return ContainerState.parse("[{\"State\":{\"Status\":\"" + status + "\",\"Running\":false}}]");
    }
}
