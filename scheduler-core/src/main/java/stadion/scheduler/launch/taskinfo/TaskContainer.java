package stadion.scheduler.launch.taskinfo;

import java.util.List;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.TTYInfo;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.Volume;

/** The container of a task: the Docker engine's or the Mesos containerizer's. */
final class TaskContainer {

    private TaskContainer() {}

    /**
     * The container, null for an app without one on the host network.
     *
     * @param bridge the name of the CNI network that {@code container/bridge} means to the Mesos containerizer
     */
    static @Nullable ContainerInfo of(AppDefinition app, String taskId, List<TaskPort> ports, String bridge) {
        @Nullable Container container = app.container();
        if (container == null && app.isHostNetwork()) {
            return null;
        }
        ContainerInfo.Builder info = container != null && container.type() == Container.Type.DOCKER
                ? DockerContainer.of(app, container, taskId, ports)
                : MesosContainer.of(app, container, ports, bridge);
        for (Volume volume : container == null ? List.<Volume>of() : container.volumes()) {
            TaskVolume.of(volume).ifPresent(info::addVolumes);
        }
        if (Boolean.TRUE.equals(app.tty())) {
            info.setTtyInfo(TTYInfo.newBuilder());
        }
        return info.build();
    }
}
