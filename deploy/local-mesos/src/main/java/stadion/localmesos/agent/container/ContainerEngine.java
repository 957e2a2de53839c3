package stadion.localmesos.agent.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.agent.process.Programs;

/** Podman or docker: runs, stops and inspects containers. Everything but {@link #run} blocks until the tool is done. */
public final class ContainerEngine {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerEngine.class);
    private static final JsonMapper JSON = new JsonMapper();

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration LONGEST_PULL = Duration.ofMinutes(30);

    /** Variables that mean something to the tools themselves, so that a container's can't be passed by them. */
    private static final Set<String> OF_TOOLS = Set.of("PATH", "HOME", "USER", "TMPDIR", "SHELL", "TERM");

    private static final List<String> PREFIXES_OF_TOOLS = List.of(
            "XDG_", "DOCKER_", "CONTAINER", "PODMAN_", "STORAGE_", "REGISTRY_", "DBUS_", "LD_", "GO", "_", "SSL_");

    private final List<String> tool;
    private final List<String> runArguments;

    private ContainerEngine(List<String> tool, List<String> runArguments) {
        this.tool = tool;
        this.runArguments = runArguments;
    }

    /**
     * Finds the tool.
     *
     * @throws ContainerException if it is not there; the message says what to install
     */
    public static ContainerEngine find(ContainerTool configured) throws ContainerException {
        var command = configured.command();
        Optional<Path> program;
        if (command == null) {
            program = Programs.find("podman").or(() -> Programs.find("docker"));
        } else {
            program = command.contains("/") ? Optional.of(Path.of(command)) : Programs.find(command);
        }
        if (program.isEmpty() || !program.get().toFile().canExecute()) {
            throw new ContainerException(
                    command == null
                            ? "Docker images are run by podman or docker, and neither is installed on this machine:"
                                    + " install one of them, as with 'apt-get install podman' or 'dnf install podman'"
                            : "Docker images are run by '" + command + "', which is not installed on this machine");
        }
        var line = new ArrayList<String>();
        line.add(program.get().toString());
        line.addAll(configured.arguments());
        return new ContainerEngine(line, configured.runArguments());
    }

    /**
     * The command that runs a container in the foreground and ends with its exit status.
     *
     * @param mounts directories of this machine besides those that the task itself names
     * @param sandboxIsHome see {@link #prepareImage}
     */
    public List<String> run(ContainerRequest request, List<ContainerRequest.Mount> mounts, boolean sandboxIsHome)
            throws ContainerException {
        var line = command("run");
        line.addAll(runArguments);
        line.addAll(RunArguments.of(request, mounts, ContainerEngine::canBeHidden, sandboxIsHome));
        return line;
    }

    /** The environment for {@link #run}: what the tool needs of ours, and what it passes on to the container. */
    public static Map<String, String> environment(ContainerRequest request) {
        var environment = environment();
        request.environment().forEach((name, value) -> {
            if (canBeHidden(name)) {
                environment.put(name, value);
            }
        });
        return environment;
    }

    /** What the tool needs of our environment. */
    public static Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        System.getenv().forEach((name, value) -> {
            if (!canBeHidden(name)) {
                environment.put(name, value);
            }
        });
        return environment;
    }

    /** The command that runs another command in a container that is running. */
    public List<String> exec(String name, Map<String, String> environment, List<String> command) {
        var line = command("exec");
        environment.forEach((variable, value) -> line.addAll(List.of("-e", variable + "=" + value)));
        line.add(name);
        line.addAll(command);
        return line;
    }

    /**
     * Pulls the image if it is missing or if that is asked for.
     *
     * @return whether the image leaves open in which directory its command starts
     */
    public boolean prepareImage(ContainerRequest request) throws ContainerException, InterruptedException {
        var inspect = command("image", "inspect", request.image());
        var there = ToolRun.of(inspect, SHORT);
        if (request.forcePull() || there.status() != 0) {
            ToolRun.of(command("pull", request.image()), LONGEST_PULL).orThrow();
            there = ToolRun.of(inspect, SHORT).orThrow();
        }
        try {
            var directory = JSON.readTree(there.output()).path(0).path("Config").path("WorkingDir");
            return directory.asText().isEmpty() || directory.asText().equals("/");
        } catch (JsonProcessingException e) {
            throw new ContainerException("'" + String.join(" ", inspect) + "' answered with no JSON", e);
        }
    }

    /** How a container is; empty if there is none of this name. */
    public Optional<ContainerState> inspect(String name) {
        try {
            var run = ToolRun.of(command("container", "inspect", name), SHORT);
            return run.status() == 0 ? Optional.of(ContainerState.parse(run.output())) : Optional.empty();
        } catch (ContainerException | JsonProcessingException e) {
            LOG.warn("Can't inspect container {}", name, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Begins to stop a container: its stop signal now, SIGKILL after the grace period. Does not wait for it. */
    public void stop(String name, Duration gracePeriod) {
        var seconds = gracePeriod.plusMillis(999).toSeconds();
        try {
            ToolRun.startOnly(command("stop", "-t", Long.toString(seconds), name));
        } catch (IOException e) {
            LOG.warn("Can't stop container {}", name, e);
        }
    }

    /** Sends SIGKILL to a container; nothing happens if it does not run. */
    public void kill(String name) {
        quietly("kill", name);
    }

    /** Removes a container, by force; nothing happens if there is none. */
    public void remove(String name) {
        quietly("rm", "-f", "-v", name);
    }

    private void quietly(String... command) {
        try {
            var run = ToolRun.of(command(command), SHORT);
            LOG.debug("{}: {}", String.join(" ", command), run);
        } catch (ContainerException e) {
            LOG.warn("{} failed", String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command(String... words) {
        var line = new ArrayList<>(tool);
        line.addAll(List.of(words));
        return line;
    }

    private static boolean canBeHidden(String name) {
        return !OF_TOOLS.contains(name)
                && PREFIXES_OF_TOOLS.stream().noneMatch(name::startsWith)
                && !name.toLowerCase(Locale.ROOT).endsWith("_proxy");
    }
}
