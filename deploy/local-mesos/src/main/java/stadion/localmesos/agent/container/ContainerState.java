package stadion.localmesos.agent.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What {@code inspect} says of a container.
 *
 * @param started whether its process runs or has run
 * @param running whether its process runs
 * @param address its address on its own network; empty if it uses the host's or has ended
 * @param outOfMemory whether it was ended for using too much memory
 */
public record ContainerState(boolean started, boolean running, Optional<String> address, boolean outOfMemory) {

    /** What podman and docker call a container that is being made. */
    private static final Set<String> NOT_STARTED = Set.of("", "configured", "created", "initialized");

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads the output of {@code inspect} for one container. */
    static ContainerState parse(String text) throws JsonProcessingException {
        var container = JSON.readTree(text).path(0);
        var state = container.path("State");
        var running = state.path("Running").asBoolean();
        return new ContainerState(
                running || !NOT_STARTED.contains(state.path("Status").asText()),
                running,
                address(container.path("NetworkSettings")),
                state.path("OOMKilled").asBoolean());
    }

    private static Optional<String> address(JsonNode network) {
        var own = network.path("IPAddress").asText();
        if (!own.isEmpty()) {
            return Optional.of(own);
        }
        return StreamSupport.stream(network.path("Networks").spliterator(), false)
                .map(it -> it.path("IPAddress").asText())
                .filter(address -> !address.isEmpty())
                .findFirst();
    }
}
