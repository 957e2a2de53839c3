package stadion.localmesos.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;
import stadion.localmesos.agent.container.ContainerRequest.Mount;

/** The directories that a task finds in its sandbox or elsewhere although they live longer or are shared. */
final class TaskVolumes {

    private final WorkDirectory directory;
    private final Run run;
    private final TaskInfo task;

    TaskVolumes(WorkDirectory directory, Run run, TaskInfo task) {
        this.directory = directory;
        this.run = run;
        this.task = task;
    }

    /** Persistent volumes among the task's resources. */
    List<Mount> persistent() {
        return persistent(task.getResourcesList());
    }

    /** Persistent volumes of the executor, which all tasks of a group find in its sandbox. */
    List<Mount> persistentOfExecutor() {
        return run.executor()
                .map(executor -> persistent(executor.getResourcesList()))
                .orElse(List.of());
    }

    /**
     * Directories in the sandbox of the executor or of the task itself; they are made when they are missing.
     *
     * @throws LaunchException if one lies elsewhere
     */
    List<Mount> sandboxPaths() throws LaunchException {
        var mounts = new ArrayList<Mount>();
        for (var volume : task.getContainer().getVolumesList()) {
            if (volume.getSource().getType() == Volume.Source.Type.SANDBOX_PATH) {
                var path = volume.getSource().getSandboxPath();
                var base = path.getType() == Volume.Source.SandboxPath.Type.PARENT
                        ? directory.sandbox(run)
                        : directory.sandbox(run, task.getTaskId());
                var mount = mount(base.resolve(path.getPath()), volume);
                if (!mount.source().startsWith(base)) {
                    throw new LaunchException("Volume path '" + path.getPath() + "' does not lie in the sandbox");
                }
                mounts.add(mount);
            }
        }
        return mounts;
    }

    /** Directories of this machine. Relative ones lie in the sandbox. */
    List<Mount> hostPaths() {
        var mounts = new ArrayList<Mount>();
        for (var volume : task.getContainer().getVolumesList()) {
            if (volume.hasHostPath()) {
                var sandbox = directory.sandbox(run, task.getTaskId());
                mounts.add(mount(sandbox.resolve(volume.getHostPath()), volume));
            }
        }
        return mounts;
    }

    private List<Mount> persistent(List<Resource> resources) {
        var volumes = new PersistentVolumes(directory.root());
        return resources.stream()
                .filter(PersistentVolumes::isVolume)
                .map(resource ->
                        mount(volumes.directoryOf(resource), resource.getDisk().getVolume()))
                .toList();
    }

    private static Mount mount(Path source, Volume volume) {
        return new Mount(source.normalize(), volume.getContainerPath(), volume.getMode() == Volume.Mode.RO);
    }
}
