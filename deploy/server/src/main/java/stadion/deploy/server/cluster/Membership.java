package stadion.deploy.server.cluster;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.persistence.NodeDirectory;

/** Keeps this node a member of the cluster for as long as the process runs: when one life ends, the next one begins. */
public final class Membership {

    private static final Logger log = LoggerFactory.getLogger(Membership.class);

    /** Between two lives, so that what lasts neither fills the log nor the directory. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final NodeDirectory directory;
    private final String api;
    private final Supplier<Member> members;
    private final BooleanSupplier leads;
    private final StoreAnswers answers = new StoreAnswers();
    private final AtomicReference<Optional<Life>> present = new AtomicReference<>(Optional.empty());
    private final CompletableFuture<String> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Membership(NodeDirectory directory, String api, Supplier<Member> members, BooleanSupplier leads) {
        this.directory = directory;
        this.api = api;
        this.members = members;
        this.leads = leads;
    }

    /**
     * Begins the first life.
     *
     * @param directory where the nodes find each other
     * @param api where clients are told to find this node
     * @param settings those of the store, for the actor system of each life
     * @param parts starts what is to run in that actor system while it is a member
     * @param leads whether this node runs what one node alone runs
     * @throws CannotListen if others can't reach it where they should
     */
    public static Membership begin(
            NodeDirectory directory,
            String api,
            Listening where,
            Config settings,
            Consumer<ActorSystem<?>> parts,
            BooleanSupplier leads) {
        Membership membership = new Membership(directory, api, () -> Member.start(where, settings, parts), leads);
        Member first = membership.members.get();
        Thread thread = new Thread(() -> membership.run(first), "stadion-membership");
        thread.setDaemon(true);
        thread.start();
        return membership;
    }

    /** Has this node leave the cluster, hand over what it alone runs, and come back as the youngest member. Returns false, and does nothing, if nobody is there to take over. */
    public boolean handOver() {
        Optional<Life> life = present.get().filter(Life::hasOthers);
        life.ifPresent(leading -> leading.end("it hands over to another one"));
        return life.isPresent();
    }

    /** Has this node leave the cluster for good, in order; the stage completes when nothing runs any more. */
    public CompletableFuture<Void> stop() {
        stop.complete("its process ends");
        present.get().ifPresent(life -> life.end("its process ends"));
        return ended.copy();
    }

    private void run(Member first) {
        live(first);
        while (!Waiting.isDoneWithin(stop, PAUSE)) {
            begin().ifPresent(this::live);
        }
        ended.complete(null);
    }

    private Optional<Member> begin() {
        try {
            return Optional.of(members.get());
        } catch (CannotListen e) {
            log.warn("{}; it is tried again and again", e.getMessage());
        } catch (RuntimeException e) {
            log.error("This node could not become a member of its cluster; it is tried again and again", e);
        }
        return Optional.empty();
    }

    private void live(Member member) {
        Life life = new Life(directory, api, member, leads, answers);
        present.set(Optional.of(life));
        if (stop.isDone()) {
            life.end(stop.join());
        }
        String why = life.live();
        present.set(Optional.empty());
        if (!stop.isDone()) {
            log.warn("This node, {}, begins anew as a member: {}", member.address(), why);
        }
    }
}
