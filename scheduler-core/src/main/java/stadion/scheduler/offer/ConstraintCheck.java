package stadion.scheduler.offer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.Instance.AgentRef;

/**
 * Whether an agent meets the constraints of an app, given where its other instances are. Regular expressions are compiled once and remembered.
 *
 * <p>An agent without the field meets only UNLIKE. GROUP_BY n spreads the wanted instances over n groups whose sizes differ by one at most; without a number (or
 * with one below 1) Marathon's documentation counts: the groups seen so far stay even, and a new group is always welcome. (Marathon itself fails there.)
 */
final class ConstraintCheck {

    private static final int REMEMBERED = 10_000;

    private final Map<String, Pattern> patterns = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pattern> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** The first constraint that the agent does not meet, null if it meets all. */
    @Nullable
    Constraint firstUnmet(List<Constraint> constraints, OfferLedger offer, Placement placed, int wanted) {
        for (Constraint constraint : constraints) {
            if (!isMet(constraint, offer, placed, wanted)) {
                return constraint;
            }
        }
        return null;
    }

    /** Whether a value (the directory of a disk) meets a constraint by itself; others than LIKE and UNLIKE do not apply there. */
    boolean isMet(Constraint constraint, String value) {
        @Nullable String operand = constraint.value();
        return switch (constraint.operator()) {
            case LIKE -> operand != null && pattern(operand).matcher(value).matches();
            case UNLIKE -> operand != null && !pattern(operand).matcher(value).matches();
            default -> true;
        };
    }

    /** For people: what was asked and what the agent has. */
    static String describe(Constraint constraint, AgentRef agent) {
        @Nullable String value = ConstraintField.valueOn(agent, constraint.field());
        return constraint.field() + " " + constraint.operator()
                + (constraint.value() == null ? "" : " " + constraint.value()) + ": the agent has "
                + (value == null ? "no " + constraint.field() : value);
    }

    private boolean isMet(Constraint constraint, OfferLedger offer, Placement placed, int wanted) {
        String field = constraint.field();
        @Nullable String value = ConstraintField.valueOn(offer.agent(), field);
        @Nullable String operand = constraint.value();
        if (value == null) {
            return constraint.operator() == Constraint.Operator.UNLIKE;
        }
        return switch (constraint.operator()) {
            case UNIQUE -> placed.counts(field).sizeOf(value) == 0;
            case CLUSTER -> isInCluster(value, operand, placed.counts(field));
            case GROUP_BY -> keepsGroupsEven(value, atLeast(0, operand), wanted, placed.counts(field));
            case MAX_PER -> placed.counts(field).sizeOf(value) < atLeast(1, operand);
            case LIKE, UNLIKE -> isMet(constraint, value);
            case IS -> operand != null && is(value, operand, offer.isScalar(field));
        };
    }

    private static boolean isInCluster(String value, @Nullable String operand, GroupCounts counts) {
        if (operand != null && !operand.isEmpty()) {
            return operand.equals(value);
        }
        return counts.groups() == 0 || counts.sizeOf(value) > 0;
    }

    private static boolean keepsGroupsEven(String value, int groups, int wanted, GroupCounts counts) {
        int size = counts.sizeOf(value);
        if (groups == 0) {
            return size == 0 || size == counts.smallest();
        }
        if (size == 0 && counts.groups() >= groups) {
            return false;
        }
        int each = wanted / groups;
        return size < each || (size == each && counts.groupsAbove(each) < wanted % groups);
    }

    private static boolean is(String value, String operand, boolean scalar) {
        return value.equals(operand) || (scalar && value.equals(asNumber(operand)));
    }

    private static @Nullable String asNumber(String operand) {
        try {
            return AttributeText.ofNumber(Double.parseDouble(operand));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The operand as a number, {@code least} if it is absent, below that, or no number (which the API refuses). */
    private static int atLeast(int least, @Nullable String operand) {
        try {
            return operand == null ? least : Math.max(least, Integer.parseInt(operand));
        } catch (NumberFormatException e) {
            return least;
        }
    }

    /** An invalid expression (which the API refuses) is taken literally. */
    private Pattern pattern(String regex) {
        return patterns.computeIfAbsent(regex, text -> {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                return Pattern.compile(text, Pattern.LITERAL);
            }
        });
    }
}
