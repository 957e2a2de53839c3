package stadion.api.app;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.Constraint.Operator;

/** The grammar of placement constraints, and of those of volumes (Marathon: {@code SchedulingValidation}). */
public final class ConstraintRules {

    private static final Pattern TEXT_OR_NUMBER = Pattern.compile("[a-zA-Z0-9_/.-]*");

    private ConstraintRules() {}

    static void check(List<List<String>> constraints, Violations errors) {
        for (List<String> constraint : constraints) {
            problem(constraint).ifPresent(problem -> errors.add("/constraints", problem));
        }
    }

    private static Optional<String> problem(List<String> constraint) {
        if (constraint.size() < 2 || constraint.size() > 3) {
            return Optional.of("Each constraint must have either 2 or 3 fields");
        }
        if (constraint.get(0).isEmpty()) {
            return Optional.of("illegal constraint specification");
        }
        String value = constraint.size() == 3 ? constraint.get(2) : null;
        return operator(constraint.get(1))
                .map(operator -> problem(operator, value))
                .orElse(
                        Optional.of(
                                "operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE or IS"));
    }

    private static Optional<Operator> operator(String text) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.name().equals(text))
                .findFirst();
    }

    /** What is wrong with a constraint of a known operator, if anything is. */
    public static Optional<String> problem(Operator operator, @Nullable String value) {
        return switch (operator) {
            case UNIQUE -> unless(value == null, "UNIQUE does not accept a value");
            case CLUSTER -> Optional.empty();
            case GROUP_BY ->
                unless(value == null || isInt(value), "GROUP BY must define an integer value or else no value at all");
            case MAX_PER -> unless(value != null && isInt(value), "MAX_PER requires an integer value");
            case LIKE, UNLIKE ->
                value == null
                        ? Optional.of("LIKE and UNLIKE require a non-empty, regular expression value")
                        : unless(isPattern(value), "is not a valid regular expression");
            case IS ->
                unless(
                        value == null || TEXT_OR_NUMBER.matcher(value).matches(),
                        "IS only supports Mesos text and float values (see "
                                + "http://mesos.apache.org/documentation/latest/attributes-resources/)");
        };
    }

    private static Optional<String> unless(boolean holds, String problem) {
        return holds ? Optional.empty() : Optional.of(problem);
    }

    private static boolean isInt(String text) {
        try {
            Integer.parseInt(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Groups nested thousands deep overflow the stack of Java's compiler of patterns; they are refused like other nonsense. */
    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException | StackOverflowError e) {
            return false;
        }
    }

    /**
     * The constraints of a persistent volume.
     *
     * @param path of their list
     */
    public static void checkVolume(List<List<String>> constraints, String path, Violations errors) {
        for (List<String> constraint : constraints) {
            if (constraint.isEmpty()) {
                errors.add(path, "Missing field and operator");
            } else if (constraint.size() < 3 || !constraint.get(0).equals("path")) {
                errors.add(path, "Unsupported constraint " + String.join(",", constraint));
            } else if (operator(constraint.get(1)).isEmpty()) {
                errors.add(path, "unknown constraint operator " + constraint.get(1));
            } else if (!constraint.get(1).equals("LIKE") && !constraint.get(1).equals("UNLIKE")) {
                errors.add(path, "Operator must be one of LIKE, UNLIKE");
            } else {
                String value = constraint.get(2);
                errors.require(isPattern(value), path + "/" + value, "Invalid regular expression");
            }
        }
    }
}
