package stadion.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.scheduler.Stored;

class EmbeddedStoreTest {

    record Added(String word) implements Stored {}

    record Add(String word, ActorRef<PVector<String>> replyTo) {}

    static final class Words extends EventSourcedBehavior<Add, Added, PVector<String>> {
        Words(String id) {
            super(PersistenceId.ofUniqueId(id));
        }

        static Behavior<Add> create(String id) {
            return new Words(id);
        }

        @Override
        public PVector<String> emptyState() {
            return TreePVector.empty();
        }

        @Override
        public CommandHandler<Add, Added, PVector<String>> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onAnyCommand(add -> Effect().persist(new Added(add.word)).thenReply(add.replyTo, s -> s));
        }

        @Override
        public EventHandler<PVector<String>, Added> eventHandler() {
            return newEventHandlerBuilder().forAnyState().onAnyEvent((s, e) -> s.plus(e.word));
        }
    }

    @TempDir
    Path dir;

    @Test
    void eventsAreThereAgainAfterARestart() {
        assertThat(add("one")).containsExactly("one");
        assertThat(add("two")).containsExactly("one", "two");
    }

    private PVector<String> add(String word) {
        try (EmbeddedStore store = EmbeddedStore.open(dir)) {
            ActorTestKit kit = ActorTestKit.create("test", store.config());
            try {
                TestProbe<PVector<String>> probe = kit.createTestProbe();
                kit.spawn(Words.create("words")).tell(new Add(word, probe.getRef()));
                return probe.receiveMessage(Duration.ofMinutes(1));
            } finally {
                kit.shutdownTestKit();
            }
        }
    }
}
