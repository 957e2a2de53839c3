package stadion.scheduler.app;

import akka.actor.typed.ActorRef;
import java.util.List;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

public final class AppManager {

    public sealed interface Command {}

    /** Kills tasks of these instances, which are then launched again unless {@code wipe} removes them for good. */
    public record KillInstances(PathId app, List<InstanceId> instances, boolean wipe, ActorRef<Killed> replyTo)
            implements Command {}

    /** The instances that were there to be killed, as they were before; the kill is stored. */
    public record Killed(List<Instance> instances) {}
}
