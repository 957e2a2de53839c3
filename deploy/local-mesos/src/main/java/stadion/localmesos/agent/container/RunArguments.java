package stadion.localmesos.agent.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Volume;
import stadion.localmesos.agent.cgroup.ResourceLimits;

/** What follows {@code podman run} or {@code docker run} to run a task's container. */
final class RunArguments {

    private static final String BRIDGE = "bridge";
    private static final String HOST = "host";
    private static final String NONE = "none";

    /** The network of this name is what Marathon calls the bridge of the Mesos containerizer. */
    private static final String MESOS_BRIDGE = "mesos-bridge";

    private final ContainerRequest request;
    private final List<String> arguments = new ArrayList<>();

    private RunArguments(ContainerRequest request) {
        this.request = request;
    }

    /**
     * Everything after {@code run}.
     *
     * @param mounts directories of this machine besides those that the task itself names
     * @param hidden whether a variable's value is passed through the tool's own environment and so stays invisible to other
     *     users
     * @param sandboxIsHome whether the command starts in the sandbox, because the image says nothing else
     */
    static List<String> of(
            ContainerRequest request,
            List<ContainerRequest.Mount> mounts,
            Predicate<String> hidden,
            boolean sandboxIsHome)
            throws ContainerException {
        var it = new RunArguments(request);
        it.add("--name", request.name());
        it.addLimits();
        it.addEnvironment(hidden);
        it.addVolumes(mounts);
        if (ContainerRequest.isDocker(request.info())) {
            it.addDocker();
            it.addDockerCommand();
        } else {
            it.addMesos(sandboxIsHome);
            it.addMesosCommand();
        }
        return it.arguments;
    }

    private void addLimits() {
        var limits = ResourceLimits.of(
                request.task().getResourcesList(), request.task().getLimitsMap());
        limits.cpuShares().ifPresent(shares -> add("--cpu-shares", Long.toString(shares)));
        limits.cpuQuota().ifPresent(quota -> add("--cpu-quota", Long.toString(quota)));
        limits.memory().ifPresent(bytes -> add("--memory", Long.toString(bytes)));
        limits.memoryReservation().ifPresent(bytes -> add("--memory-reservation", Long.toString(bytes)));
    }

    private void addEnvironment(Predicate<String> hidden) {
        new TreeMap<>(request.environment())
                .forEach((name, value) -> add("-e", hidden.test(name) ? name : name + "=" + value));
    }

    private void addVolumes(List<ContainerRequest.Mount> mounts) throws ContainerException {
        for (var volume : request.info().getVolumesList()) {
            addVolume(volume);
        }
        for (var mount : mounts) {
            add("-v", mount.source() + ":" + inContainer(mount.target()) + (mount.readOnly() ? ":ro" : ":rw"));
        }
        add("-v", request.sandbox() + ":" + ContainerRequest.MAPPED_SANDBOX);
    }

    private void addVolume(Volume volume) throws ContainerException {
        var mode = volume.getMode() == Volume.Mode.RO ? ":ro" : ":rw";
        var target = inContainer(volume.getContainerPath()) + mode;
        if (volume.hasHostPath()) {
            var host = Path.of(volume.getHostPath());
            if (!host.isAbsolute() && !volume.getContainerPath().startsWith("/")) {
                throw new ContainerException("Both host_path '" + volume.getHostPath() + "' and container_path '"
                        + volume.getContainerPath() + "' of a volume are relative");
            }
            add("-v", request.sandbox().resolve(host) + ":" + target);
        } else if (volume.getSource().getType() == Volume.Source.Type.DOCKER_VOLUME) {
            var named = volume.getSource().getDockerVolume();
            add("-v", named.getName() + ":" + target);
            if (named.hasDriver()) {
                arguments.add("--volume-driver=" + named.getDriver());
            }
        } else if (!volume.hasSource()) {
            throw new ContainerException("Host path or volume source is required");
        }
    }

    private void addDocker() throws ContainerException {
        var docker = request.info().getDocker();
        if (docker.getPrivileged()) {
            arguments.add("--privileged");
        }
        var network = dockerNetwork(docker);
        var others = new ArrayList<String>();
        var own = false;
        for (Parameter parameter : docker.getParametersList()) {
            if (!own && (parameter.getKey().equals("net") || parameter.getKey().equals("network"))) {
                network = parameter.getValue();
                own = true;
            } else {
                others.add("--" + parameter.getKey() + "=" + parameter.getValue());
            }
        }
        add("--net", network);
        addHostname(network);
        addPorts(docker, network);
        arguments.addAll(others);
    }

    private String dockerNetwork(DockerInfo docker) throws ContainerException {
        if (!docker.hasNetwork()) {
            return HOST;
        }
        return switch (docker.getNetwork()) {
            case HOST -> HOST;
            case BRIDGE -> BRIDGE;
            case NONE -> NONE;
            case USER -> onlyNetwork();
        };
    }

    private String onlyNetwork() throws ContainerException {
        var networks = request.info().getNetworkInfosList();
        if (networks.size() != 1) {
            throw new ContainerException(
                    networks.isEmpty()
                            ? "No network info found in container info"
                            : "Only a single network can be defined in Docker run");
        }
        if (!networks.get(0).hasName()) {
            throw new ContainerException("No network name found in network info");
        }
        return networks.get(0).getName();
    }

    private void addHostname(String network) throws ContainerException {
        if (request.info().hasHostname()) {
            if (network.equals(HOST)) {
                throw new ContainerException("Unable to set hostname with host network mode");
            }
            add("--hostname", request.info().getHostname());
        }
    }

    private void addPorts(DockerInfo docker, String network) throws ContainerException {
        if (docker.getPortMappingsCount() > 0 && (network.equals(HOST) || network.equals(NONE))) {
            throw new ContainerException("Port mappings are only supported for bridge and user-defined networks");
        }
        for (var mapping : docker.getPortMappingsList()) {
            addPort(mapping.getHostPort(), mapping.getContainerPort(), mapping.getProtocol());
        }
    }

    private void addPort(int hostPort, int containerPort, String protocol) throws ContainerException {
        var offered = request.task().getResourcesList().stream()
                .filter(resource -> resource.getName().equals("ports"))
                .map(Resource::getRanges)
                .flatMap(ranges -> ranges.getRangeList().stream())
                .anyMatch(range -> range.getBegin() <= hostPort && hostPort <= range.getEnd());
        if (!offered) {
            throw new ContainerException("Port [" + hostPort + "] not included in resources");
        }
        var suffix = protocol.isEmpty() ? "" : "/" + protocol.toLowerCase(Locale.ROOT);
        add("-p", hostPort + ":" + containerPort + suffix);
    }

    /** The first word replaces the image's entry point; both executors do it like this for a shell. */
    private boolean addShell(CommandInfo command) throws ContainerException {
        if (!command.getShell()) {
            return false;
        }
        if (!command.hasValue()) {
            throw new ContainerException("Shell specified but no command value provided");
        }
        add("--entrypoint", "/bin/sh");
        arguments.add(request.image());
        add("-c", command.getValue());
        return true;
    }

    private void addDockerCommand() throws ContainerException {
        var command = request.task().getCommand();
        if (!addShell(command)) {
            arguments.add(request.image());
            if (command.hasValue()) {
                arguments.add(command.getValue());
            }
            arguments.addAll(command.getArgumentsList());
        }
    }

    private void addMesos(boolean sandboxIsHome) throws ContainerException {
        var networks = request.info().getNetworkInfosList();
        var network = HOST;
        for (NetworkInfo info : networks) {
            network = info.getName().isEmpty() ? HOST : info.getName().equals(MESOS_BRIDGE) ? BRIDGE : info.getName();
            add("--net", network);
            for (var mapping : info.getPortMappingsList()) {
                addPort(mapping.getHostPort(), mapping.getContainerPort(), mapping.getProtocol());
            }
        }
        if (networks.isEmpty()) {
            add("--net", HOST);
        }
        addHostname(network);
        if (request.task().getCommand().hasUser()) {
            add("--user", request.task().getCommand().getUser());
        }
        if (sandboxIsHome) {
            add("--workdir", ContainerRequest.MAPPED_SANDBOX);
        }
    }

    private void addMesosCommand() throws ContainerException {
        var command = request.task().getCommand();
        if (addShell(command)) {
            return;
        }
        List<String> own = command.getArgumentsList();
        if (command.hasValue()) {
            add("--entrypoint", command.getValue());
            own = own.subList(Math.min(1, own.size()), own.size());
        }
        arguments.add(request.image());
        arguments.addAll(own);
    }

    private static String inContainer(String path) {
        return path.startsWith("/") ? path : ContainerRequest.MAPPED_SANDBOX + "/" + path;
    }

    private void add(String name, String value) {
        arguments.add(name);
        arguments.add(value);
    }
}
