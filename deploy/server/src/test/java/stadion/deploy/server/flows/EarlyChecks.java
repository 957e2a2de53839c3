package stadion.deploy.server.flows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Health checks that are made while the program in a task has yet to listen: how many fail is a matter of the machine's speed. */
final class EarlyChecks {

    private static final String FAILED = "failed_health_check_event";

    private EarlyChecks() {}

    /** The events without failures between the start of a task and its first success; those of a task that never succeeds are kept. */
    static List<Event> without(List<Event> events) {
        return without(events, event -> event);
    }

    static <T> List<T> without(List<T> items, Function<T, Event> read) {
        Map<String, List<Integer>> early = new HashMap<>();
        Set<Integer> dropped = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Event event = read.apply(items.get(i));
            String instance = event.instance().orElse("");
            if (event.name().equals("instance_changed_event:Running")) {
                early.put(instance, new ArrayList<>());
            } else if (event.type().equals(FAILED) && early.containsKey(instance)) {
                early.get(instance).add(i);
            } else if (event.name().equals("health_status_changed_event:True") && early.containsKey(instance)) {
                dropped.addAll(early.remove(instance));
            }
        }
        List<T> left = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (!dropped.contains(i)) {
                left.add(items.get(i));
            }
        }
        return left;
    }
}
