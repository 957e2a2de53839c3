package stadion.deploy.server.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.persistence.NodeDirectory;
import stadion.persistence.NodeDirectory.Entry;
import stadion.persistence.NodeDirectory.Node;

/**
 * One life of this node as a member: it enters the directory, joins the others or founds a cluster, stays until there is a reason to end, and leaves. Whatever the store does not
 * answer is asked again.
 */
final class Life {

    private static final Logger log = LoggerFactory.getLogger(Life.class);

    /** Between two looks into the directory, while this node belongs to no cluster. */
    private static final Duration WHILE_JOINING = Duration.ofMillis(500);

    /** The same while it does. */
    private static final Duration WHILE_MEMBER = Duration.ofSeconds(2);

    /** So many looks in a row must show that the cluster is split; an entry in the directory may outlive its node by some of them. */
    private static final int SPLIT_LOOKS = 10;

    /** For how long a member tries to end in order. */
    private static final Duration ENDING = Duration.ofSeconds(30);

    private final NodeDirectory directory;
    private final String api;
    private final Member member;
    private final BooleanSupplier leads;
    private final StoreAnswers answers;

    /** Why this life is to end, as soon as it is. */
    private final CompletableFuture<End> end = new CompletableFuture<>();

    /** Through whom this node tries to join. */
    private List<String> tried = List.of();

    /**
     * @param inOrder whether the member is still to be told to end, handing over what it alone runs
     */
    private record End(String why, boolean inOrder) {}

    Life(NodeDirectory directory, String api, Member member, BooleanSupplier leads, StoreAnswers answers) {
        this.directory = directory;
        this.api = api;
        this.member = member;
        this.leads = leads;
        this.answers = answers;
        member.ended().thenRun(() -> end("the other nodes gave it up, or its actor system failed"));
    }

    /** Has this life end soon, in order; only the first reason counts. Safe for use by any thread. */
    void end(String why) {
        end.complete(new End(why, true));
    }

    /** Whether another member can take over from this one. Safe for use by any thread. */
    boolean hasOthers() {
        return member.hasOthers();
    }

    /** Lives, for as long as that may take; returns why it has ended. */
    String live() {
        Optional<Entry> entry = untilThere(this::enter);
        entry.ifPresent(member::entered);
        entry.flatMap(entered -> untilThere(() -> join(entered))).ifPresent(cluster -> stay(entry.get(), cluster));
        End ending = end.join();
        endMember(ending);
        entry.ifPresent(this::leave);
        return ending.why();
    }

    private Optional<Entry> enter() {
        return answers.await(directory.enter(member.address(), api, this::lostEntry));
    }

    /** Others may act already as if this node were gone, so that it could only wait in vain for them to let it go in order. */
    private void lostEntry() {
        if (end.complete(new End("the others gave it up, or it was out of reach of the store for too long", false))) {
            member.goAtOnce();
        }
    }

    /** Joins or founds; returns the number of the cluster, or nothing yet. */
    private Optional<Long> join(Entry entry) {
        Optional<List<Node>> nodes = answers.await(directory.nodes());
        if (nodes.isEmpty()) {
            return Optional.empty();
        }
        Joining decision = Joining.decide(nodes.get(), member.address());
        return decision instanceof Joining.Through through ? join(entry, through) : found(entry);
    }

    private Optional<Long> join(Entry entry, Joining.Through through) {
        if (member.isUp()) {
            log.info("This node, {}, is a member of cluster {}", member.address(), through.cluster());
            return answers.await(entry.joined(through.cluster()).thenApply(done -> through.cluster()));
        }
        if (!tried.equals(through.members())) {
            tried = through.members();
            log.info("This node, {}, waits for {} to let it into their cluster", member.address(), tried);
            member.join(tried);
        }
        return Optional.empty();
    }

    private Optional<Long> found(Entry entry) {
        OptionalLong cluster = answers.await(entry.found()).orElse(OptionalLong.empty());
        if (cluster.isEmpty()) {
            return Optional.empty();
        }
        log.debug("This node, {}, founds cluster {}", member.address(), cluster.getAsLong());
        member.found();
        return Optional.of(cluster.getAsLong());
    }

    private void stay(Entry entry, long joined) {
        long cluster = joined;
        int split = 0;
        while (!Waiting.isDoneWithin(end, WHILE_MEMBER)) {
            List<Node> nodes = answers.await(directory.nodes()).orElse(List.of());
            if (Joining.isOutlived(nodes, cluster)) {
                end("there is a later cluster than its own, " + cluster);
            }
            split = leads.getAsBoolean() && Joining.isSplit(nodes, cluster, member.members()) ? split + 1 : 0;
            if (split >= SPLIT_LOOKS) {
                cluster = heal(entry, cluster);
                split = 0;
            }
        }
    }

    /** The node that leads has all others, on either side, begin anew as members of its own cluster. */
    private long heal(Entry entry, long cluster) {
        log.warn("There are nodes of cluster {} that are no members of it; all others are to join this one", cluster);
        return answers.await(entry.foundLater()).orElse(OptionalLong.empty()).orElse(cluster);
    }

    private void endMember(End ending) {
        if (ending.inOrder()) {
            member.end(ending.why());
        }
        CompletableFuture<?> ended = member.ended().toCompletableFuture();
        if (!Waiting.isDoneWithin(ended, ENDING)) {
            log.warn("This node, {}, could not leave its cluster in order", member.address());
            member.endAtOnce();
            ended.join();
        }
    }

    private void leave(Entry entry) {
        entry.leave().exceptionally(unreachable -> {
            log.debug("The entry of {} is left to expire", member.address(), unreachable);
            return null;
        });
    }

    /** Tries until there is a result; gives up when this life is to end. */
    private <T> Optional<T> untilThere(Supplier<Optional<T>> attempt) {
        Optional<T> result = end.isDone() ? Optional.empty() : attempt.get();
        while (result.isEmpty() && !Waiting.isDoneWithin(end, WHILE_JOINING)) {
            result = attempt.get();
        }
        return result;
    }
}
