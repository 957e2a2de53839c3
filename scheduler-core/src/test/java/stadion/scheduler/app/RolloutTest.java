package stadion.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.Apps;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;

class RolloutTest {

    private final Cluster cluster = new Cluster();

    @Example
    void an_app_without_limits_keeps_no_account() {
        cluster.deploy(Apps.app("/app", 3)).runAll();
        assertThat(cluster.state.rollout()).isNull();
        assertThat(cluster.history).noneMatch(AppEvent.Progressed.class::isInstance);
    }

    @Example
    void the_deadline_begins_anew_with_each_instance_that_comes_up() {
        cluster.deploy(app(2, 60, null));
        cluster.passes(Duration.ofSeconds(50)).provisionAll();
        cluster.status(cluster.any(Condition.PROVISIONED), Condition.RUNNING);
        cluster.passes(Duration.ofSeconds(59));
        assertThat(failure()).isEmpty();
        cluster.passes(Duration.ofSeconds(1));
        assertThat(failure())
                .contains(
                        "/app has made no progress for the 60 seconds of progressDeadlineSeconds: 1 of 2 instances of the"
                                + " new version are up");
    }

    @Example
    void an_instance_that_goes_up_and_down_is_no_progress() {
        cluster.deploy(app(1, 60, null).withHealthChecks(java.util.List.of(Apps.httpCheck())));
        for (int i = 0; i < 6; i++) {
            cluster.runAll().passes(Duration.ofSeconds(10));
            cluster.status(cluster.any(Condition.RUNNING), Condition.FAILED);
        }
        assertThat(failure()).isPresent();
    }

    @Example
    void after_a_start_there_is_time_to_learn_how_things_are() {
        cluster.deploy(app(1, 600, null)).passes(Duration.ofHours(1));
        assertThat(Rollout.failure(cluster.state, cluster::healthOf, cluster.now, cluster.now))
                .isEmpty();
        assertThat(Rollout.deadline(cluster.state, cluster.now)).contains(cluster.now.plus(Rollout.RESUME));
        assertThat(failure()).isPresent();
    }

    @Example
    void what_was_reached_once_fails_no_more() {
        cluster.deploy(app(1, 60, 0)).runAll();
        assertThat(cluster.isSatisfied()).isTrue();
        cluster.status(cluster.any(Condition.RUNNING), Condition.FAILED);
        cluster.passes(Duration.ofHours(1));
        assertThat(failure()).isEmpty();
    }

    @Example
    void a_kill_by_a_user_is_no_failure() {
        cluster.deploy(app(2, null, 0)).provisionAll();
        Instance killed = cluster.any(Condition.PROVISIONED);
        cluster.killByUser(killed);
        cluster.status(killed, Condition.KILLED);
        assertThat(failure()).isEmpty();
    }

    @Property(tries = 100)
    void a_rollout_fails_exactly_when_more_instances_have_failed_than_allowed(
            @ForAll @IntRange(max = 5) int allowed, @ForAll @IntRange(max = 8) int failures) {
        Cluster fresh = new Cluster().deploy(app(3, null, allowed));
        for (int i = 0; i < failures; i++) {
            fresh.provisionAll();
            fresh.status(fresh.any(Condition.PROVISIONED), Condition.FAILED);
        }
        assertThat(Rollout.failure(fresh.state, fresh::healthOf, fresh.now, Apps.T0)
                        .isPresent())
                .isEqualTo(failures > allowed);
        assertThat(AppSnapshot.of(fresh.state, List.of()).state().rollout()).isEqualTo(fresh.state.rollout());
    }

    private Optional<String> failure() {
        return Rollout.failure(cluster.state, cluster::healthOf, cluster.now, Apps.T0);
    }

    private static AppDefinition app(int instances, @Nullable Integer deadline, @Nullable Integer failures) {
        return Apps.app("/app", instances).withUpgradeStrategy(new UpgradeStrategy(1, 1, deadline, failures, null));
    }
}
