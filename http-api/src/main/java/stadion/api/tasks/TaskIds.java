package stadion.api.tasks;

import java.util.Optional;
import java.util.regex.Pattern;
import stadion.api.ApiException;
import stadion.scheduler.model.InstanceId;

/** The ids of tasks as clients may give them. */
public final class TaskIds {

    /** The oldest form, {@code <app>.<uuid>}, which no instance has any more. */
    private static final Pattern OLDEST = Pattern.compile("^.+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

    private TaskIds() {}

    /**
     * The instance of a task; of any of its incarnations. Empty for ids of a form that is no longer given out.
     *
     * @throws ApiException 400 when the text cannot be the id of a task
     */
    public static Optional<InstanceId> instance(String taskId) {
        Optional<InstanceId> instance = InstanceId.ofTask(taskId);
        if (instance.isEmpty() && !OLDEST.matcher(taskId).matches()) {
            throw new ApiException(
                    400,
                    "Invalid task id '" + taskId + "'. [taskId " + taskId
                            + " no valid identifier (of class java.lang.String)]");
        }
        return instance;
    }
}
