package stadion.localmesos.master;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.mesos.v1.Protos.FrameworkID;

/** Which frameworks there are and on which stream each is subscribed: for the HTTP side, so that it needn't ask the actor. */
final class StreamIds {

    /** Stands for a framework that isn't connected. */
    static final String DISCONNECTED = "";

    private final Map<String, String> byFramework = new ConcurrentHashMap<>();

    /** The framework's stream id, {@link #DISCONNECTED}, or empty if there is no such framework. */
    Optional<String> get(FrameworkID framework) {
        return Optional.ofNullable(byFramework.get(framework.getValue()));
    }

    void put(FrameworkID framework, String streamId) {
        byFramework.put(framework.getValue(), streamId);
    }

    void remove(FrameworkID framework) {
        byFramework.remove(framework.getValue());
    }
}
