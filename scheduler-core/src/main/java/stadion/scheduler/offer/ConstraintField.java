package stadion.scheduler.offer;

import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.Instance.AgentRef;

/** What the first word of a constraint means: {@code hostname} or {@code @hostname}, {@code @region}, {@code @zone}, otherwise an agent attribute. */
final class ConstraintField {

    private static final String HOSTNAME = "hostname";
    private static final String REGION = "@region";
    private static final String ZONE = "@zone";

    private ConstraintField() {}

    /** One name for fields that mean the same. */
    static String canonical(String field) {
        return field.equals("@hostname") ? HOSTNAME : field;
    }

    /** The value of the field on an agent, null if it has none. */
    static @Nullable String valueOn(AgentRef agent, String field) {
        return switch (canonical(field)) {
            case HOSTNAME -> agent.host();
            case REGION -> agent.region();
            case ZONE -> agent.zone();
            default -> agent.attributes().get(field);
        };
    }

    /** Whether the field is about fault domains; such a constraint opens regions other than the home region. */
    static boolean isFaultDomain(String field) {
        return field.equals(REGION) || field.equals(ZONE);
    }
}
