package stadion.scheduler.launch.taskinfo;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which port a check by Mesos goes to: checks are made from inside the task's network, so it is the task's own number of the port. */
final class CheckedPort {

    private CheckedPort() {}

    /** The port given, else that of the index, else the first; nothing if there is no such port. */
    static Optional<Integer> of(@Nullable Integer port, @Nullable Integer index, List<TaskPort> ports) {
        if (port != null) {
            return Optional.of(port);
        }
        int i = index == null ? 0 : index;
        return i < ports.size() ? Optional.of(ports.get(i).inTask()) : Optional.empty();
    }
}
