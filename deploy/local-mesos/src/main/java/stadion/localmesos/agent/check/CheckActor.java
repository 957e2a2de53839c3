package stadion.localmesos.agent.check;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Optional;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a check until it is stopped, one try at a time, and tells each result, or that there was none. */
public final class CheckActor {

    private static final Logger LOG = LoggerFactory.getLogger(CheckActor.class);

    private CheckActor() {}

    public sealed interface Command {}

    private enum Timed implements Command {
        TRY
    }

    private record Tried(Optional<CheckStatusInfo> result) implements Command {}

    /**
     * The actor.
     *
     * @param about makes of a result what the listener understands; the result is empty if the check itself failed
     */
    public static <T> Behavior<Command> create(
            CheckSpec check,
            Prober prober,
            Prober.Target target,
            ActorRef<T> listener,
            Function<Optional<CheckStatusInfo>, T> about) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(Timed.TRY, check.delay());
            return Behaviors.receive(Command.class)
                    .onMessageEquals(Timed.TRY, () -> {
                        context.pipeToSelf(prober.probe(check.probe(), check.timeout(), target), CheckActor::tried);
                        return Behaviors.same();
                    })
                    .onMessage(Tried.class, tried -> {
                        listener.tell(about.apply(tried.result));
                        timers.startSingleTimer(Timed.TRY, check.interval());
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private static Command tried(CheckStatusInfo result, Throwable failure) {
        if (failure != null) {
            LOG.debug("A check has no result", failure);
        }
        return new Tried(Optional.ofNullable(result));
    }
}
