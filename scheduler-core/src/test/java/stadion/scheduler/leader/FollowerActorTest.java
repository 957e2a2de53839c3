package stadion.scheduler.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Scheduler;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Told;

class FollowerActorTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Leader FIRST = new Leader(URI.create("http://first:8080"));
    private static final Leader SECOND = new Leader(URI.create("http://second:8080"));
    private static final Scheduler SCHEDULER = new Scheduler(
            new SchedulerView(), new EventLog(event -> new Told(event.eventType(), "{}")), null, null, null, null);

    private final ActorTestKit kit = ActorTestKit.create();

    /** What the node that leads, and the one that follows, know. */
    private final Leadership leading = new Leadership();

    private final Leadership following = new Leadership();

    private final List<ActorRef<FollowerActor.Command>> followers = new CopyOnWriteArrayList<>();

    private final ActorRef<LeaderActor.Command> leader =
            kit.spawn(LeaderActor.create(Behaviors.empty(), leading, () -> List.copyOf(followers)), "leader");

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void a_node_learns_who_leads_when_the_leader_is_ready() {
        follow();

        leading.opened(SCHEDULER, FIRST);
        awaitFollowing(Optional.of(FIRST));

        leading.closed();
        awaitFollowing(Optional.empty());
    }

    @Test
    void a_node_that_comes_later_learns_it_too() {
        leading.opened(SCHEDULER, FIRST);

        follow();

        awaitFollowing(Optional.of(FIRST));
    }

    @Test
    void nobody_leads_any_more_when_the_leader_is_gone() {
        leading.opened(SCHEDULER, FIRST);
        follow();
        awaitFollowing(Optional.of(FIRST));

        kit.stop(leader);

        awaitFollowing(Optional.empty());
    }

    @Test
    void a_leader_that_comes_after_the_first_is_followed() {
        leading.opened(SCHEDULER, FIRST);
        follow();
        awaitFollowing(Optional.of(FIRST));
        kit.stop(leader);
        awaitFollowing(Optional.empty());

        kit.spawn(LeaderActor.create(Behaviors.empty(), leading, () -> List.copyOf(followers)), "leader");

        awaitFollowing(Optional.of(FIRST));
    }

    @Test
    void nobody_leads_that_a_node_outside_of_the_cluster_knew_of() {
        leading.opened(SCHEDULER, FIRST);
        ActorRef<FollowerActor.Command> follower = follow();
        awaitFollowing(Optional.of(FIRST));

        kit.stop(follower);

        awaitFollowing(Optional.empty());
    }

    @Test
    void a_node_does_not_follow_itself() {
        ActorRef<LeaderActor.Command> silent =
                kit.<LeaderActor.Command>createTestProbe().getRef();

        ActorRef<FollowerActor.Command> follower = kit.spawn(FollowerActor.create(following, FIRST));
        follower.tell(new FollowerActor.Announced(Optional.of(SECOND), silent));
        awaitFollowing(Optional.of(SECOND));
        follower.tell(new FollowerActor.Announced(Optional.of(FIRST), silent));

        awaitFollowing(Optional.empty());
    }

    private ActorRef<FollowerActor.Command> follow() {
        ActorRef<FollowerActor.Command> follower = kit.spawn(FollowerActor.create(following, SECOND));
        followers.add(follower);
        return follower;
    }

    private void awaitFollowing(Optional<Leader> expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(following.leader()).isEqualTo(expected));
    }
}
