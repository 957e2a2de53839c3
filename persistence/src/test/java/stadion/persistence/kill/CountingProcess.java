package stadion.persistence.kill;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.coordination.lease.javadsl.Lease;
import akka.coordination.lease.javadsl.LeaseProvider;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import com.typesafe.config.ConfigFactory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.persistence.EmbeddedStore;
import stadion.persistence.SharedStore;
import stadion.persistence.Store;
import stadion.persistence.postgres.PostgresStore;
import stadion.persistence.zookeeper.ZooKeeperStore;
import stadion.scheduler.Stored;

/**
 * The process that is killed: some actors that count as fast as the store lets them. Each prints {@code recovered <actor> <numbers it has>} once it has read what
 * is stored and {@code stored <actor> <number>} when a number is acknowledged.
 */
final class CountingProcess {

    static final int ACTORS = 20;

    private CountingProcess() {}

    /**
     * Counts until it is killed.
     *
     * @param args the store, a data directory or the address of a shared store; and the name of a lease, if it is to be held before anything is counted
     */
    public static void main(String[] args) throws InterruptedException {
        Store store = open(args[0]);
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "counting", store.config().withFallback(ConfigFactory.load()));
        if (args.length > 1) {
            acquire(args[1], system);
        }
        // One write for each line, so that a kill cuts none in two.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
        for (int i = 0; i < ACTORS; i++) {
            system.systemActorOf(Counter.create(i, out), "counter-" + i, Props.empty());
        }
    }

    private static Store open(String store) {
        if (store.startsWith("jdbc:")) {
            return PostgresStore.open(store);
        }
        return store.startsWith("zk:")
                ? ZooKeeperStore.open(store, Duration.ofSeconds(4))
                : EmbeddedStore.open(Path.of(store));
    }

    private static void acquire(String name, ActorSystem<Void> system) throws InterruptedException {
        Lease lease = LeaseProvider.get(system).getLease(name, SharedStore.LEASE, "127.0.0.1:1");
        while (!lease.acquire()
                .exceptionally(failure -> false)
                .toCompletableFuture()
                .join()) {
            Thread.sleep(100);
        }
    }

    record Counted(int number) implements Stored {}

    record Numbers(PVector<Integer> numbers) implements Stored {}

    record Next() {}

    private static final class Counter extends EventSourcedBehavior<Next, Counted, Numbers> {
        private final ActorRef<Next> self;
        private final int actor;
        private final PrintStream out;

        private Counter(ActorContext<Next> context, int actor, PrintStream out) {
            // After a write that failed it begins anew, with what is stored.
            super(
                    PersistenceId.ofUniqueId("counter|" + actor),
                    SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(1), 0));
            this.self = context.getSelf();
            this.actor = actor;
            this.out = out;
        }

        static Behavior<Next> create(int actor, PrintStream out) {
            return Behaviors.setup(context -> new Counter(context, actor, out));
        }

        @Override
        public Numbers emptyState() {
            return new Numbers(TreePVector.empty());
        }

        @Override
        public CommandHandler<Next, Counted, Numbers> commandHandler() {
            return newCommandHandlerBuilder().forAnyState().onAnyCommand(this::onNext);
        }

        private Effect<Counted, Numbers> onNext(Numbers state, Next command) {
            int number = state.numbers.size() + 1;
            return Effect().persist(new Counted(number)).thenRun(after -> {
                out.print("stored " + actor + " " + number + "\n");
                self.tell(command);
            });
        }

        @Override
        public EventHandler<Numbers, Counted> eventHandler() {
            return newEventHandlerBuilder()
                    .forAnyState()
                    .onAnyEvent((state, event) -> new Numbers(state.numbers.plus(event.number)));
        }

        @Override
        public SignalHandler<Numbers> signalHandler() {
            return newSignalHandlerBuilder()
                    .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                    .build();
        }

        private void onRecovered(Numbers state) {
            out.print("recovered " + actor + " " + state.numbers + "\n");
            self.tell(new Next());
        }

        @Override
        public RetentionCriteria retentionCriteria() {
            return RetentionCriteria.snapshotEvery(50, 2).withDeleteEventsOnSnapshot();
        }
    }
}
