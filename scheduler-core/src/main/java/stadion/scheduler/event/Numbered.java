package stadion.scheduler.event;

import org.jspecify.annotations.Nullable;

/**
 * An event with its place in the order of all events; the first that was ever stored has number 1.
 *
 * @param cause what it tells of; null when that is not known, as of events that were stored before this node led
 */
public record Numbered(long number, Told event, @Nullable Cause cause) {

    /**
     * What an event tells of: a change that readers see from this revision on.
     *
     * @param source an app or pod ({@code stadion.scheduler.app.PresentState}), or the id of a deployment
     * @param revision of the app's status, or the number of the deployment's step
     */
    public record Cause(String source, long revision) {}

    public String type() {
        return event.type();
    }

    public String json() {
        return event.json();
    }
}
