package stadion.localmesos.agent.container;

import java.nio.file.Path;
import java.util.Map;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * A container to be run for a task.
 *
 * @param name what it is called, unique on this machine
 * @param sandbox the task's sandbox on this machine
 * @param environment what the task sees, besides what the image brings
 */
public record ContainerRequest(TaskInfo task, String name, Path sandbox, Map<String, String> environment) {

    /** Where containers find their sandbox, as in Mesos. */
    public static final String MAPPED_SANDBOX = "/mnt/mesos/sandbox";

    /**
     * A directory of this machine in a container.
     *
     * @param target absolute, or relative to the sandbox
     */
    public record Mount(Path source, String target, boolean readOnly) {}

    public ContainerRequest {
        environment = Map.copyOf(environment);
    }

    /** Whether a task runs in a container of its own with an image. */
    public static boolean wantsImage(TaskInfo task) {
        return task.hasContainer()
                && (isDocker(task.getContainer())
                        || task.getContainer().getMesos().hasImage());
    }

    ContainerInfo info() {
        return task.getContainer();
    }

    String image() {
        return isDocker(info())
                ? info().getDocker().getImage()
                : mesosImage().getDocker().getName();
    }

    /** Whether the image is to be pulled although it is there. */
    boolean forcePull() {
        return isDocker(info())
                ? info().getDocker().getForcePullImage()
                : mesosImage().hasCached() && !mesosImage().getCached();
    }

    static boolean isDocker(ContainerInfo info) {
        return info.getType() == ContainerInfo.Type.DOCKER;
    }

    private Image mesosImage() {
        return info().getMesos().getImage();
    }
}
