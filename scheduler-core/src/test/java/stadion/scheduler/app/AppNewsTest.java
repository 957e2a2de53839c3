package stadion.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.app.AppEvent.Decommissioned;
import stadion.scheduler.app.AppEvent.StatusChange;
import stadion.scheduler.app.AppEvent.StatusesChanged;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.CheckResult;

/** What subscribers are told, as Marathon was recorded to tell it. */
class AppNewsTest {

    private static final AppDefinition APP = Apps.app("/app", 1);

    private final Cluster cluster = new Cluster();
    private final List<String> told = new ArrayList<>();

    private void happen(AppEvent event) {
        AppState before = cluster.state;
        AppState after = AppEvents.apply(before, event);
        AppNews.of(before, event, after, cluster.now).forEach(news -> told.add(text(news)));
        cluster.happen(event);
    }

    private static String text(SchedulerEvent event) {
        if (event instanceof SchedulerEvent.InstanceChanged changed) {
            return "instance " + changed.condition();
        } else if (event instanceof SchedulerEvent.StatusUpdate update) {
            return "status " + update.taskStatus();
        }
        return event instanceof SchedulerEvent.UnknownInstanceTerminated unknown
                ? "unknown " + unknown.condition()
                : event.eventType();
    }

    private Instance running() {
        return cluster.deploy(APP).runAll().any(Condition.RUNNING);
    }

    private static StatusesChanged status(Instance instance, Condition condition, CheckResult check) {
        return new StatusesChanged(List.of(new StatusChange(
                instance.id(),
                null,
                instance.incarnation(),
                condition,
                condition.taskState(),
                null,
                "",
                "agent-1",
                List.of(),
                null,
                false,
                Apps.T0,
                null,
                check)));
    }

    @Test
    void ofAnInstanceThatIsNoLongerWantedItIsToldThatItsGoalHasChangedAndThenItsEnd() {
        Instance instance = running();
        happen(new Decommissioned(List.of(instance.id()), cluster.now));
        happen(status(instance, Condition.KILLED, null));

        assertThat(told).containsExactly("instance Running", "status TASK_KILLED", "instance Killed");
    }

    @Test
    void aWipedInstanceIsToldToHaveEndedAtOnceAndIsUnknownFromThenOn() {
        Instance instance = running();
        happen(new Decommissioned(List.of(instance.id()), cluster.now, true));
        assertThat(told).containsExactly("instance Running", "instance Killed");

        happen(status(instance, Condition.KILLING, null));
        happen(status(instance, Condition.KILLED, null));
        assertThat(told).containsExactly("instance Running", "instance Killed", "unknown Killed");
    }

    @Test
    void anotherResultOfACheckIsToldAsAStatus() {
        Instance instance = running();
        CheckResult failed = new CheckResult(3, null, null);
        happen(status(instance, Condition.RUNNING, failed));

        assertThat(told).containsExactly("status TASK_RUNNING");
        assertThat(cluster.state.instances().get(instance.id()).checkResult()).isEqualTo(failed);
    }
}
