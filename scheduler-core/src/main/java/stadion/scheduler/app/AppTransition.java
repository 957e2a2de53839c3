package stadion.scheduler.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stadion.scheduler.app.AppDecision.Healths;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.task.TaskSettings;

/** What a command leads to: its own events, and those that {@link AppDecision} adds to them. */
final class AppTransition {

    /** One event, with the states it leads from and to. */
    record Step(AppState before, AppEvent event, AppState after) {}

    private final List<Step> steps = new ArrayList<>();
    private AppState state;

    AppTransition(AppState state) {
        this.state = state;
    }

    void add(AppEvent event) {
        AppState after = AppEvents.apply(state, event);
        steps.add(new Step(state, event, after));
        state = after;
    }

    /** Adds what has to happen next until nothing has to; returns when to ask again although nothing has changed. */
    Optional<Instant> decide(Healths healths, TaskSettings settings, Instant now, Supplier<InstanceId> ids) {
        AppDecision decision = AppDecision.decide(state, healths, settings, now, ids);
        while (!decision.events().isEmpty()) {
            decision.events().forEach(this::add);
            decision = AppDecision.decide(state, healths, settings, now, ids);
        }
        return decision.wakeUp();
    }

    /** What all of them lead to. */
    AppState state() {
        return state;
    }

    List<Step> steps() {
        return steps;
    }

    List<AppEvent> events() {
        return steps.stream().map(Step::event).toList();
    }
}
