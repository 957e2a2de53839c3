package stadion.scheduler.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Told;

class LeadershipTest {

    private static final Leader SELF = new Leader(URI.create("http://me:8080"));
    private static final Leader OTHER = new Leader(URI.create("https://other:8443"));
    private static final Scheduler SCHEDULER = new Scheduler(
            new SchedulerView(), new EventLog(event -> new Told(event.eventType(), "{}")), null, null, null, null);

    private final Leadership leadership = new Leadership();

    @Test
    void nobody_leads_at_first() {
        assertThat(leadership.leader()).isEmpty();
        assertThat(leadership.scheduler()).isEmpty();
        assertThat(leadership.whenOpened()).isNotDone();
    }

    @Test
    void the_node_that_leads_is_its_own_leader() {
        leadership.opened(SCHEDULER, SELF);

        assertThat(leadership.leader()).contains(SELF);
        assertThat(leadership.scheduler()).contains(SCHEDULER);
        assertThat(leadership.whenOpened()).isCompleted();
    }

    @Test
    void the_node_that_leads_does_not_listen_to_what_others_say() {
        leadership.opened(SCHEDULER, SELF);

        leadership.follows(Optional.of(OTHER));
        leadership.follows(Optional.empty());

        assertThat(leadership.leader()).contains(SELF);
    }

    @Test
    void a_node_that_follows_has_a_leader_but_no_scheduler() {
        leadership.follows(Optional.of(OTHER));

        assertThat(leadership.leader()).contains(OTHER);
        assertThat(leadership.leader().get().hostPort()).isEqualTo("other:8443");
        assertThat(leadership.scheduler()).isEmpty();
        assertThat(leadership.whenOpened()).isCompleted();
    }

    @Test
    void who_is_deposed_knows_no_leader_until_it_is_told_of_another() {
        leadership.opened(SCHEDULER, SELF);

        leadership.closed();

        assertThat(leadership.leader()).isEmpty();
        leadership.follows(Optional.of(OTHER));
        assertThat(leadership.leader()).contains(OTHER);
    }

    @Test
    void changes_are_told_to_those_who_want_to_know_and_nothing_else_is() {
        AtomicInteger changes = new AtomicInteger();
        Leadership.Subscription subscription = leadership.onChange(changes::incrementAndGet);

        leadership.follows(Optional.of(OTHER));
        leadership.follows(Optional.of(OTHER));
        assertThat(changes).hasValue(1);

        leadership.opened(SCHEDULER, SELF);
        leadership.follows(Optional.of(OTHER));
        assertThat(changes).hasValue(2);

        subscription.cancel();
        leadership.closed();
        assertThat(changes).hasValue(2);
    }
}
