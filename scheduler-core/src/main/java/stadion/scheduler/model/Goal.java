package stadion.scheduler.model;

/** What is to become of an instance. */
public enum Goal {
    /** It is to run, and to be launched again whenever its task ends. */
    RUNNING("Running"),
    /** Its task is to stop, its reservation to be kept. */
    STOPPED("Stopped"),
    /** It is to go away; this is final. */
    DECOMMISSIONED("Decommissioned");

    private final String text;

    Goal(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
