package stadion.scheduler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of one instance: {@code <safe path>.instance-<uuid>}, where the uuid is time-based as Marathon's is (also the older prefix {@code marathon-} is
 * read).
 */
public record InstanceId(String value) implements Comparable<InstanceId> {

    private static final Pattern INSTANCE = Pattern.compile("^(.+)\\.(instance-|marathon-)([^.]+)$");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public InstanceId {}

    public static InstanceId of(PathId runSpec, UUID uuid) {
        return new InstanceId(runSpec.safePath() + ".instance-" + uuid);
    }

    public static Optional<InstanceId> parse(String text) {
        return INSTANCE.matcher(text).matches() ? Optional.of(new InstanceId(text)) : Optional.empty();
    }

    /** The instance to which a task id {@code <instance>._app.<incarnation>} (or {@code <instance>.<container>.<n>}) belongs. */
    public static Optional<InstanceId> ofTask(String taskId) {
        int mark = Math.max(taskId.lastIndexOf(".instance-"), taskId.lastIndexOf(".marathon-"));
        int end = mark <= 0 ? -1 : taskId.indexOf('.', mark + 1);
        return end < 0 || end == taskId.length() - 1
                ? Optional.empty()
                : Optional.of(new InstanceId(taskId.substring(0, end)));
    }

    /** The id of the app task of the given incarnation (1, 2, …). */
    public String taskId(int incarnation) {
        return value + "._app." + incarnation;
    }

    /** The id of the task of a pod's container. */
    public String taskId(String container, int incarnation) {
        return value + "." + container + "." + incarnation;
    }

    /** The app or pod this instance belongs to. */
    public PathId runSpecId() {
        return PathId.fromSafePath(value.substring(0, value.lastIndexOf('.')));
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @JsonValue
    @Override
    public String toString() {
        return value;
    }
}
