package stadion.scheduler.event;

/** An event as subscribers see it: its type, and its JSON on one line. It is stored and sent in this form, so that an event reads the same however old it is. */
public record Told(String type, String json) {}
