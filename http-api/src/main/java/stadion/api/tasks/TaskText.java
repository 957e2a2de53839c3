package stadion.api.tasks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stadion.api.http.AcceptedTypes;
import stadion.api.http.ApiRequest;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;

/**
 * Writes running tasks as the text that Marathon had until 1.10, which scripts for load balancers read: one line for each port of an app, {@code
 * <app>TAB<service port>TAB<host:port>TAB…}, the slashes of the app's id as underscores. An app without ports has one line with a blank as service port and hosts alone.
 * Ports that are not mapped to the host are left out, but for the container networks that are asked for, whose tasks are listed with their own addresses.
 */
public final class TaskText {

    private static final String TAB = "\t";

    private final Set<String> containerNetworks;

    private TaskText(Set<String> containerNetworks) {
        this.containerNetworks = containerNetworks;
    }

    /** Whether the client wants text: it takes text, and no JSON. */
    public static boolean isWanted(ApiRequest request) {
        AcceptedTypes accepted = AcceptedTypes.of(request.header("Accept"));
        return accepted.accepts("text/plain") && !accepted.accepts("application/json");
    }

    /** {@code containerNetworks} are the names in the parameter of this name, joined by commas; {@code *} means all. */
    public static TaskText of(ApiRequest request) {
        return new TaskText(request.all("containerNetworks").stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .map(String::strip)
                .collect(Collectors.toSet()));
    }

    public String write(SchedulerView view, Collection<AppDefinition> apps) {
        StringBuilder text = new StringBuilder();
        for (AppDefinition app : apps) {
            write(text, app, running(view, app));
        }
        return text.toString();
    }

    private static List<Instance> running(SchedulerView view, AppDefinition app) {
        return view.status(app.id()).instances().values().stream()
                .filter(instance -> instance.condition() == Condition.RUNNING && instance.agent() != null)
                .sorted(Comparator.comparing(Instance::taskId))
                .toList();
    }

    private void write(StringBuilder text, AppDefinition app, List<Instance> tasks) {
        String name = app.id().safePath();
        List<Integer> servicePorts = TaskJson.servicePorts(app);
        if (servicePorts.isEmpty()) {
            text.append(name).append(TAB).append(' ').append(TAB);
            tasks.forEach(task -> text.append(task.agent().host()).append(TAB));
            text.append('\n');
        }
        for (int i = 0; i < servicePorts.size(); i++) {
            text.append(name).append(TAB).append(servicePorts.get(i)).append(TAB);
            for (Instance task : tasks) {
                address(app, task, i).ifPresent(address -> text.append(address).append(TAB));
            }
            text.append('\n');
        }
    }

    /** Where the port with this index is reached. */
    private Optional<String> address(AppDefinition app, Instance task, int index) {
        if (isInWantedNetwork(app) && !task.ipAddresses().isEmpty()) {
            PortMapping mapping = app.portMappings().get(index);
            return Optional.of(task.ipAddresses().get(0) + ":" + mapping.containerPort());
        }
        Integer port = index < task.hostPorts().size() ? task.hostPorts().get(index) : null;
        return Optional.ofNullable(port).map(p -> task.agent().host() + ":" + p);
    }

    private boolean isInWantedNetwork(AppDefinition app) {
        return app.networks().stream()
                .filter(network -> network.mode() == Network.Mode.CONTAINER)
                .anyMatch(network ->
                        containerNetworks.contains("*") || containerNetworks.contains(String.valueOf(network.name())));
    }
}
