package stadion.scheduler.event;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.event.SubscriptionManager.Command;
import stadion.scheduler.event.SubscriptionManager.Done;
import stadion.scheduler.event.SubscriptionManager.Event;
import stadion.scheduler.event.SubscriptionManager.Open;
import stadion.scheduler.event.SubscriptionManager.Reply;
import stadion.scheduler.event.SubscriptionManager.Subscribe;
import stadion.scheduler.event.SubscriptionManager.Subscriptions;
import stadion.scheduler.event.SubscriptionManager.TooMany;
import stadion.scheduler.event.SubscriptionManager.Unsubscribe;

class SubscriptionManagerTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            ConfigFactory.parseString("akka.persistence.testkit { events.serialize = off, snapshots.serialize = off }")
                    .withFallback(EventSourcedBehaviorTestKit.config()));

    private final SchedulerView view = new SchedulerView();
    private final EventSourcedBehaviorTestKit<Command, Event, Subscriptions> manager =
            EventSourcedBehaviorTestKit.create(
                    KIT.system(),
                    SubscriptionManager.create(view),
                    EventSourcedBehaviorTestKit.disabledSerializationSettings());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private Reply subscribe(String url) {
        return manager.<Reply>runCommand(replyTo -> new Subscribe(url, replyTo)).reply();
    }

    @Test
    void addresses_outlive_a_restart_in_their_order() {
        subscribe("http://b");
        subscribe("http://a");
        view.callbacks(List.of());

        manager.restart();

        assertThat(manager.<Reply>runCommand(Open::new).reply()).isEqualTo(new Done());
        assertThat(view.callbacks()).containsExactly("http://b", "http://a");
    }

    @Test
    void an_address_is_kept_once_and_removed_once() {
        subscribe("http://a");

        assertThat(manager.<Reply>runCommand(replyTo -> new Subscribe("http://a", replyTo))
                        .hasNoEvents())
                .isTrue();
        manager.<Reply>runCommand(replyTo -> new Unsubscribe("http://a", replyTo));
        assertThat(view.callbacks()).isEmpty();
        assertThat(manager.<Reply>runCommand(replyTo -> new Unsubscribe("http://a", replyTo))
                        .hasNoEvents())
                .isTrue();
    }

    @Test
    void there_is_a_limit() {
        for (int i = 0; i < 100; i++) {
            assertThat(subscribe("http://" + i)).isEqualTo(new Done());
        }

        assertThat(subscribe("http://more")).isEqualTo(new TooMany(100));
        assertThat(view.callbacks()).hasSize(100);
    }
}
