package stadion.scheduler.model;

/** How an instance is, in Marathon's words (facts of Marathon's {@code core/condition/Condition}). */
public enum Condition {
    SCHEDULED("Scheduled"),
    PROVISIONED("Provisioned"),
    STAGING("Staging"),
    STARTING("Starting"),
    RUNNING("Running"),
    KILLING("Killing"),
    KILLED("Killed"),
    FINISHED("Finished"),
    FAILED("Failed"),
    ERROR("Error"),
    DROPPED("Dropped"),
    GONE("Gone"),
    UNKNOWN("Unknown"),
    UNREACHABLE("Unreachable"),
    UNREACHABLE_INACTIVE("UnreachableInactive");

    private final String text;

    Condition(String text) {
        this.text = text;
    }

    /** The word that stands in events and answers, for example {@code UnreachableInactive}. */
    public String text() {
        return text;
    }

    /** A task of this instance is, or may be, there. */
    public boolean isActive() {
        return switch (this) {
            case PROVISIONED, STAGING, STARTING, RUNNING, KILLING, UNREACHABLE -> true;
            default -> false;
        };
    }

    /** The task has ended and never comes back. */
    public boolean isTerminal() {
        return switch (this) {
            case KILLED, FINISHED, FAILED, ERROR, DROPPED, GONE, UNKNOWN -> true;
            default -> false;
        };
    }

    /** Contact is lost, perhaps for good. */
    public boolean isLost() {
        return this == GONE
                || this == UNREACHABLE
                || this == UNREACHABLE_INACTIVE
                || this == UNKNOWN
                || this == DROPPED;
    }

    /** The Mesos task state that Marathon's API shows for an app instance in this condition. */
    public String taskState() {
        return switch (this) {
            case SCHEDULED, PROVISIONED, STAGING -> "TASK_STAGING";
            case UNREACHABLE_INACTIVE -> "TASK_UNREACHABLE";
            default -> "TASK_" + name();
        };
    }
}
