package stadion.scheduler.app;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import stadion.scheduler.event.Numbered;
import stadion.scheduler.health.HealthKillBrake.Hold;
import stadion.scheduler.launch.Demand;
import stadion.scheduler.launch.Found;
import stadion.scheduler.launch.LaunchQueue;
import stadion.scheduler.model.PathId;

/** One app as others see it, one revision after the other: its status for readers, its demand for the launch queue. */
final class Revisions {

    private final PathId id;
    private final AppEnvironment environment;
    private final ActorRef<Found> places;
    private long revision;
    private @Nullable Demand lastDemand;

    /** @param places is told of the places that are found for the demand */
    Revisions(PathId id, AppEnvironment environment, ActorRef<Found> places) {
        this.id = id;
        this.environment = environment;
        this.places = places;
    }

    /** What is told now is seen by readers from the next status on. */
    Numbered.Cause cause() {
        return new Numbered.Cause(PresentState.source(id), revision + 1);
    }

    /** Shows the state to readers, and what is wanted to the launch queue if that has changed. */
    void show(AppState state, CheckResults checks, Optional<Hold> hold) {
        environment
                .view()
                .status(new AppStatus(
                        id,
                        ++revision,
                        state.instances(),
                        checks.counts(state),
                        checks.health(),
                        checks.ready(),
                        checks.readiness(),
                        state.lastTaskFailure(),
                        hold.orElse(null)));
        if (state.target() != null && isDemandNew(state)) {
            environment.queue().tell(new LaunchQueue.Want(demand(state)));
        }
    }

    @SuppressWarnings(
            "ReferenceEquality") // Unchanged parts of the state keep their identity; comparing contents would cost as
    // much as there is.
    private boolean isDemandNew(AppState state) {
        return lastDemand == null
                ? !state.scheduled().isEmpty() || !state.reserved().isEmpty()
                : lastDemand.waiting() != state.scheduled()
                        || lastDemand.reserved() != state.reserved()
                        || lastDemand.placement() != state.placement()
                        || lastDemand.runSpec() != state.target().runSpec();
    }

    /** Who waits for nothing says so without its instances, lest the queue hold on to what they were at that moment. */
    Demand demand(AppState state) {
        boolean waits = !state.scheduled().isEmpty() || !state.reserved().isEmpty();
        lastDemand = new Demand(
                ++revision,
                state.target().runSpec(),
                waits ? state.instances() : HashTreePMap.empty(),
                state.scheduled(),
                state.reserved(),
                state.placement(),
                places);
        return lastDemand;
    }

    /** There is nothing of the app to be seen any more. */
    void remove() {
        environment.queue().tell(new LaunchQueue.Forget(id));
        environment.view().removeStatus(id);
    }
}
