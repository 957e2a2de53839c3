package stadion.scheduler.group;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit.CommandResultWithReply;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Apps;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.deployment.DeploymentManager;
import stadion.scheduler.event.EventLog;
import stadion.scheduler.event.Told;
import stadion.scheduler.group.GroupManager.Accepted;
import stadion.scheduler.group.GroupManager.Command;
import stadion.scheduler.group.GroupManager.Plan;
import stadion.scheduler.group.GroupManager.Planned;
import stadion.scheduler.group.GroupManager.Rejected;
import stadion.scheduler.group.GroupManager.Reply;
import stadion.scheduler.group.GroupManager.TooManyDeployments;
import stadion.scheduler.group.GroupManager.Update;

class GroupManagerTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseString("akka.persistence.testkit { events.serialize = off, snapshots.serialize = off }")
                    .withFallback(EventSourcedBehaviorTestKit.config()));

    private final SchedulerView view = new SchedulerView();
    private final TestProbe<DeploymentManager.Command> deployments = KIT.createTestProbe();
    private final EventSourcedBehaviorTestKit<Command, GroupEvent, GroupState> manager =
            EventSourcedBehaviorTestKit.create(
                    KIT.system(),
                    GroupManager.create(
                            new GroupSettings(new ServicePorts(10000, 20000), 50, 1),
                            view,
                            new EventLog(event -> new Told(event.eventType(), "{}")),
                            Clock.systemUTC(),
                            KIT.spawn(Behaviors.monitor(
                                    DeploymentManager.Command.class, deployments.getRef(), beginning())),
                            KIT.<GroupManager.Recovered>createTestProbe().getRef()),
                    EventSourcedBehaviorTestKit.disabledSerializationSettings());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Begins deployments and goes no further. */
    private static Behavior<DeploymentManager.Command> beginning() {
        return Behaviors.receiveMessage(command -> {
            if (command instanceof DeploymentManager.Start start) {
                start.whenBegun().run();
            }
            return Behaviors.same();
        });
    }

    private Planned plan(RootUpdate update) {
        CommandResultWithReply<Command, GroupEvent, GroupState, Reply> result =
                manager.runCommand(replyTo -> new Plan(update, replyTo));
        assertThat(result.hasNoEvents()).isTrue();
        return (Planned) result.reply();
    }

    private Accepted update(RootUpdate update) {
        return (Accepted) manager.<Reply>runCommand(replyTo -> new Update(update, false, replyTo))
                .reply();
    }

    @Test
    void a_plan_tells_what_a_change_would_do_and_does_nothing() {
        plan(edit -> {});
        RootGroup before = view.root();

        Planned planned = plan(edit -> edit.putApp(Apps.app("/a", 2)));

        assertThat(planned.plan().steps()).hasSize(2);
        assertThat(planned.changes().keySet()).extracting(Object::toString).containsExactly("/a");
        assertThat(planned.locks()).isEmpty();
        assertThat(planned.refusal()).isEmpty();
        assertThat(view.root()).isSameAs(before);
        assertThat(view.deployments()).isEmpty();
        deployments.expectNoMessage();
    }

    @Test
    void a_plan_tells_what_is_in_its_way() {
        String running = update(edit -> edit.putApp(Apps.app("/a", 2))).plan().id();

        assertThat(plan(edit -> edit.putApp(Apps.app("/a", 3))).locks()).containsExactly(running);
        assertThat(plan(edit -> edit.putApp(Apps.app("/b", 1))).refusal())
                .isEqualTo(Optional.of(new TooManyDeployments(1)));
    }

    @Test
    void a_plan_of_what_would_be_refused_is_refused() {
        IllegalStateException reason = new IllegalStateException("no");

        Reply reply = manager.<Reply>runCommand(replyTo -> new Plan(
                        edit -> {
                            throw reason;
                        },
                        replyTo))
                .reply();

        assertThat(reply).isEqualTo(new Rejected(reason));
    }
}
