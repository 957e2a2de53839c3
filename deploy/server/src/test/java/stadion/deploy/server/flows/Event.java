package stadion.deploy.server.flows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One event of the stream, seen or recorded. */
record Event(String type, JsonNode data) {

    private static final Pattern INSTANCE = Pattern.compile("\\.(?:instance|marathon)-(<<[^>]*>>|[0-9a-f-]{36})");

    static Event recorded(JsonNode item) {
        return new Event(item.path("event").asText(), item.path("data"));
    }

    /** Its type and what it says, without whom it is about: {@code instance_changed_event:Running}. */
    String name() {
        String what = switch (type) {
            case "status_update_event" -> data.path("taskStatus").asText();
            case "instance_changed_event" -> data.path("condition").asText();
            case "health_status_changed_event" -> pythonic(data.path("alive"));
            case "instance_health_changed_event" -> pythonic(data.path("healthy"));
            case "deployment_info", "deployment_step_success", "deployment_step_failure" ->
                data.path("currentStep")
                        .path("actions")
                        .valueStream()
                        .map(action -> action.path("action").asText())
                        .collect(Collectors.joining(","));
            default -> "";
        };
        return what.isEmpty() ? type : type + ":" + what;
    }

    private static String pythonic(JsonNode truth) {
        return truth.isBoolean() ? (truth.booleanValue() ? "True" : "False") : "None";
    }

    /** The task, instance, or else the app or pod that it is about; empty if none of these. */
    String subject() {
        for (String key : new String[] {"taskId", "instanceId", "appId", "runSpecId"}) {
            if (data.path(key).isTextual()) {
                return data.get(key).textValue();
            }
        }
        return "";
    }

    /** The random part of the id of the instance that it is about. */
    Optional<String> instance() {
        Matcher found = INSTANCE.matcher(subject());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Whether it is a step of an instance's life. Health is told by others, and the containers of a pod take their steps in any order. */
    private boolean isStep() {
        boolean status = type.equals("status_update_event") && subject().matches(".*\\._app\\.\\d+");
        return status || type.equals("instance_changed_event");
    }

    /** Whether both are about the same instance, or the same deployment: then their order is never by chance. */
    boolean isAboutTheSame(Event other) {
        if (instance().isPresent() && instance().equals(other.instance())) {
            return isStep() && other.isStep();
        }
        String plan = data.path("plan").path("id").asText();
        return !plan.isEmpty() && plan.equals(other.data.path("plan").path("id").asText());
    }

    @Override
    public String toString() {
        return name() + " " + subject();
    }
}
