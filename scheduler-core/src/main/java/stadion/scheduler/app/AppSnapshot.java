package stadion.scheduler.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.app.AppStatus.TaskFailure;
import stadion.scheduler.event.NewsSource;
import stadion.scheduler.event.Outbox;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.RunSpec;

/** The state of an app or pod as a snapshot keeps it: without what can be counted again. */
record AppSnapshot(
        @Nullable Target target,
        List<Instance> instances,
        List<RunSpec> definitions,
        @Nullable TaskFailure lastTaskFailure,
        @Nullable Rollout rollout,
        List<Outbox.Unstored> untold)
        implements NewsSource.Kept<AppState> {

    static AppSnapshot of(AppState state, List<Outbox.Unstored> untold) {
        return new AppSnapshot(
                state.target(),
                List.copyOf(state.instances().values()),
                List.copyOf(state.definitions().values()),
                state.lastTaskFailure(),
                state.rollout(),
                untold);
    }

    @Override
    public AppState state() {
        return AppState.of(target, instances, definitions, lastTaskFailure).withRollout(rollout);
    }
}
