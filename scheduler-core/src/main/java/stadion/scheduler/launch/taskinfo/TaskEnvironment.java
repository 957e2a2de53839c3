package stadion.scheduler.launch.taskinfo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Environment;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Container;

/**
 * The environment of an app's task. (That of a pod's container: {@link PodEnvironment}.) Later variables win over earlier ones of the same name: what describes the app, its labels, its ports and host, and last
 * what the user says. Secrets are left out: only a plugin could resolve them.
 */
final class TaskEnvironment {

    /** Values of labels from this length on, and keys whose variable would be as long, are left out. */
    private static final int TOO_LONG = 512;

    private static final String LABEL = "MARATHON_APP_LABEL_";
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_]+");
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, String> variables = new LinkedHashMap<>();

    TaskEnvironment() {}

    /**
     * All the variables.
     *
     * @param prefix stands before the names of HOST and of the port variables
     */
    static Environment of(
            AppDefinition app,
            String taskId,
            String host,
            List<TaskPort> ports,
            String prefix,
            boolean enforceGroupRole) {
        TaskEnvironment environment = new TaskEnvironment();
        environment.addContext(app, taskId, enforceGroupRole);
        environment.addLabels(app.labels());
        environment.put(prefix + "HOST", host);
        environment.addPorts(ports, prefix);
        app.env().forEach((name, value) -> {
            if (value.value() != null) {
                environment.put(name, value.value());
            }
        });
        return environment.toProto();
    }

    private void addContext(AppDefinition app, String taskId, boolean enforceGroupRole) {
        put("MESOS_TASK_ID", taskId);
        put("MARATHON_APP_ID", app.id().toString());
        putVersion(app.version());
        @Nullable Container container = app.container();
        if (container != null && container.docker() != null && container.type() == Container.Type.DOCKER) {
            put("MARATHON_APP_DOCKER_IMAGE", container.docker().image());
        }
        put("MARATHON_APP_RESOURCE_CPUS", Double.toString(app.cpus()));
        put("MARATHON_APP_RESOURCE_MEM", Double.toString(app.mem()));
        put("MARATHON_APP_RESOURCE_DISK", Double.toString(app.disk()));
        put("MARATHON_APP_RESOURCE_GPUS", Integer.toString(app.gpus()));
        put("MARATHON_APP_ENFORCE_GROUP_ROLE", enforceGroupRole ? "TRUE" : "FALSE");
    }

    void putVersion(Instant version) {
        put("MARATHON_APP_VERSION", TIMESTAMP.format(version));
    }

    void addLabels(Map<String, String> labels) {
        Map<String, String> byName = new LinkedHashMap<>();
        labels.forEach((key, value) -> {
            if (key.length() < TOO_LONG - LABEL.length() && value.length() < TOO_LONG) {
                byName.put(NOT_IN_NAMES.matcher(key).replaceAll("_").toUpperCase(Locale.ROOT), value);
            }
        });
        put("MARATHON_APP_LABELS", String.join(" ", byName.keySet()));
        byName.forEach((name, value) -> put(LABEL + name, value));
    }

    /** PORT and PORTS name host ports and made-up container ports only; other container ports are known to the task. */
    private void addPorts(List<TaskPort> ports, String prefix) {
        if (ports.isEmpty()) {
            return;
        }
        for (int i = 0; i < ports.size(); i++) {
            put(prefix + "PORT" + i, Integer.toString(ports.get(i).effective()));
        }
        for (TaskPort port : ports) {
            String number = Integer.toString(port.effective());
            put(prefix + "PORT_" + (port.requested() == 0 ? number : Integer.toString(port.requested())), number);
            if (port.name() != null) {
                put(prefix + "PORT_" + port.name().toUpperCase(Locale.ROOT), number);
            }
        }
        List<String> known = Stream.concat(
                        ports.stream().filter(port -> port.hostPort() != null),
                        ports.stream().filter(TaskPort::isGenerated))
                .map(port -> Integer.toString(port.effective()))
                .toList();
        if (!known.isEmpty()) {
            put(prefix + "PORT", known.get(0));
        }
        put(prefix + "PORTS", known.stream().collect(Collectors.joining(",")));
    }

    void put(String name, String value) {
        variables.put(name, value);
    }

    Environment toProto() {
        Environment.Builder environment = Environment.newBuilder();
        variables.forEach((name, value) -> environment.addVariables(
                Environment.Variable.newBuilder().setName(name).setValue(value)));
        return environment.build();
    }
}
