package stadion.deploy.server.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a stream of events tells, thread by thread: of deployments, of each instance and of each task. Within a thread the order is certain, between threads it is not.
 * Instances are numbered as they are first heard of.
 */
final class Story {

    private static final Set<String> STARTING = Set.of("Provisioned", "Starting");

    private final Map<String, List<String>> threads = new TreeMap<>();
    private final Map<String, String> instances = new LinkedHashMap<>();

    /** Takes in one event; those that no thread is made of are passed over. */
    void add(String type, JsonNode event) {
        switch (type) {
            case "deployment_info", "deployment_step_success" ->
                tell("deployments", type + " " + event.at("/currentStep/actions"));
            case "deployment_success" -> tell("deployments", type);
            case "pod_created_event", "pod_updated_event", "pod_deleted_event" ->
                tell("changes", type + " " + event.path("uri").asText());
            case "instance_changed_event" ->
                condition(instance(event), event.path("condition").asText());
            case "instance_health_changed_event" ->
                tell(instance(event) + " health", event.path("healthy").asText());
            case "status_update_event" ->
                tell(
                        task(event.path("taskId").asText()),
                        event.path("taskStatus").asText() + " '"
                                + event.path("message").asText() + "' with "
                                + event.path("ports").size() + " ports");
            default -> {}
        }
    }

    /** While the containers of an instance start, one after the other as it happens, its condition may go to and fro: each counts once. */
    private void condition(String instance, String condition) {
        List<String> told = threads.getOrDefault(instance, List.of());
        int from = told.size();
        while (from > 0 && STARTING.contains(told.get(from - 1))) {
            from--;
        }
        if (!told.subList(from, told.size()).contains(condition)) {
            tell(instance, condition);
        }
    }

    private void tell(String thread, String what) {
        threads.computeIfAbsent(thread, name -> new ArrayList<>()).add(what);
    }

    private String instance(JsonNode event) {
        return number(event.path("instanceId").asText());
    }

    private String number(String instance) {
        return instances.computeIfAbsent(instance, id -> "instance " + (instances.size() + 1));
    }

    /** {@code <instance>.<container>.<incarnation>}. */
    private String task(String id) {
        String container = id.replaceFirst("^.*(\\.[^.]+\\.[^.]+)$", "$1");
        return number(id.substring(0, id.length() - container.length())) + container;
    }

    /** A text with the ids of this story's instances replaced by those that have their numbers in another. */
    String inWordsOf(Story other, String text) {
        String result = text;
        for (Map.Entry<String, String> mine : instances.entrySet()) {
            for (Map.Entry<String, String> theirs : other.instances.entrySet()) {
                if (mine.getValue().equals(theirs.getValue())) {
                    result = result.replace(mine.getKey(), theirs.getKey());
                }
            }
        }
        return result;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        threads.forEach((thread, events) -> {
            text.append(thread).append('\n');
            events.forEach(event -> text.append("    ").append(event).append('\n'));
        });
        return text.toString();
    }
}
