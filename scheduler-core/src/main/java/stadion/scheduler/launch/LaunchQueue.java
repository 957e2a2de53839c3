package stadion.scheduler.launch;

import akka.actor.typed.ActorRef;
import stadion.scheduler.model.PathId;

public final class LaunchQueue {

    public sealed interface Command {}

    /** Ends the back-off delay of an app. Answers whether it was waiting in the queue. */
    public record ResetDelay(PathId app, ActorRef<Boolean> replyTo) implements Command {}
}
