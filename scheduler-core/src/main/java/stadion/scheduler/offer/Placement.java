package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.Instance.AgentRef;

/**
 * Where the instances of one app are, as counts per constraint field; immutable, kept up to date by one step per launch or end, never by recounting.
 *
 * <p>To be counted, as in Marathon: the instances whose task is or may be there, and which were launched with the current configuration (a change of
 * configuration starts from {@link #NONE}). All the steps of one placement are taken with the same constraints.
 */
public final class Placement {

    public static final Placement NONE = new Placement(Map.of());

    private final Map<String, GroupCounts> byField;

    private Placement(Map<String, GroupCounts> byField) {
        this.byField = byField;
    }

    /** One more instance on this agent. */
    public Placement plus(List<Constraint> constraints, AgentRef agent) {
        return step(constraints, agent, 1);
    }

    /** One instance less on this agent; nothing changes for what was not counted. */
    public Placement minus(List<Constraint> constraints, AgentRef agent) {
        return step(constraints, agent, -1);
    }

    /** The counts of the values of a field, empty if there are none. */
    GroupCounts counts(String field) {
        return byField.getOrDefault(ConstraintField.canonical(field), GroupCounts.EMPTY);
    }

    private Placement step(List<Constraint> constraints, AgentRef agent, int by) {
        if (constraints.isEmpty()) {
            return this;
        }
        Map<String, GroupCounts> next = new HashMap<>(byField);
        for (String field : countedFields(constraints)) {
            @Nullable String value = ConstraintField.valueOn(agent, field);
            if (value != null) {
                next.put(field, counts(field).plus(value, by));
            }
        }
        return next.isEmpty() ? NONE : new Placement(next);
    }

    private static List<String> countedFields(List<Constraint> constraints) {
        List<String> fields = new ArrayList<>(constraints.size());
        for (Constraint constraint : constraints) {
            String field = ConstraintField.canonical(constraint.field());
            if (dependsOnOthers(constraint) && !fields.contains(field)) {
                fields.add(field);
            }
        }
        return fields;
    }

    private static boolean dependsOnOthers(Constraint constraint) {
        return switch (constraint.operator()) {
            case UNIQUE, CLUSTER, GROUP_BY, MAX_PER -> true;
            case LIKE, UNLIKE, IS -> false;
        };
    }
}
