package stadion.persistence.zookeeper;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes of many entities in few transactions: while some are on their way, the next one gathers what all entities want to write. The changes of one entity are made one
 * after the other. All of its state belongs to the thread that handles ZooKeeper's answers.
 */
final class JournalWriter {

    /** Transactions on their way at once. */
    private static final int ON_THEIR_WAY = 4;

    /** Bounds of one transaction; what it says beside the data of the records is small. */
    private static final int BYTES = Parts.LARGEST + 1;

    private static final int CHANGES = 1000;

    /** How long an answer is waited for, over as many connections as it takes. Akka's circuit breaker waits longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Znodes znodes;
    private final FencedTransactions transactions;
    private final String root;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private int onTheirWay;

    JournalWriter(Znodes znodes, FencedTransactions transactions, String root) {
        this.znodes = znodes;
        this.transactions = transactions;
        this.root = root;
    }

    /** The changes of one entity that wait, and what is known of it; nothing is while it was not read. */
    private static final class Lane {
        final String path;
        final Deque<Change> waiting = new ArrayDeque<>();

        @Nullable
        Entity entity;

        boolean busy;
        boolean isReady;

        Lane(String path) {
            this.path = path;
        }
    }

    /** Changes of one entity in a transaction, with the entity as it was before and will be after. */
    private record Step(Lane lane, List<Change> changes, Entity before, Entity after) {}

    /** A transaction that may be tried more than once. */
    private static final class Attempt {
        final List<Step> steps;
        final long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean unanswered;

        Attempt(List<Step> steps) {
            this.steps = steps;
        }
    }

    /** Stores events; fails if they are not beyond all that are stored, or another process has stored some. */
    CompletionStage<Void> write(String id, long first, long last, byte[] events) {
        return submit(id, Change.write(first, last, events));
    }

    /** Marks the events up to that number as deleted. */
    CompletionStage<Void> delete(String id, long to) {
        return submit(id, Change.delete(to));
    }

    /** The entity as it is stored. */
    CompletionStage<Entity> read(String id) {
        CompletableFuture<Entity> entity = new CompletableFuture<>();
        znodes.read(path(id))
                .whenComplete((found, failure) -> znodes.run(() -> {
                    if (failure != null) {
                        entity.completeExceptionally(failure);
                    } else {
                        entity.complete(known(lane(id), found));
                    }
                }));
        return entity;
    }

    String path(String id) {
        return root + "/" + NodeName.of(id);
    }

    private static Entity known(Lane lane, Optional<Znode> found) {
        Entity read = found.map(Entity::in).orElse(Entity.NEW);
        if (!lane.busy && lane.waiting.isEmpty()) {
            lane.entity = read;
        }
        return read;
    }

    private CompletionStage<Void> submit(String id, Change change) {
        znodes.run(() -> {
            Lane lane = lane(id);
            lane.waiting.add(change);
            makeReady(lane);
            pump();
        });
        return change.done();
    }

    private Lane lane(String id) {
        return lanes.computeIfAbsent(id, of -> new Lane(path(of)));
    }

    private void makeReady(Lane lane) {
        if (!lane.busy && !lane.waiting.isEmpty() && !lane.isReady) {
            lane.isReady = true;
            ready.add(lane);
        }
    }

    private void takeReady() {
        ready.remove().isReady = false;
    }

    private void pump() {
        while (onTheirWay < ON_THEIR_WAY && !ready.isEmpty()) {
            List<Step> steps = gather();
            if (!steps.isEmpty()) {
                onTheirWay++;
                begin(new Attempt(steps));
            }
        }
    }

    private List<Step> gather() {
        List<Step> steps = new ArrayList<>();
        int bytes = 0;
        int changes = 0;
        while (!ready.isEmpty() && changes < CHANGES) {
            Lane lane = ready.peek();
            if (lane.entity == null) {
                takeReady();
                load(lane);
                continue;
            }
            Step step = step(lane, BYTES - bytes, steps.isEmpty());
            if (step == null && !lane.waiting.isEmpty()) {
                return steps; // the next transaction has room for it
            }
            takeReady();
            if (step != null) {
                lane.busy = true;
                steps.add(step);
                changes += step.changes.size();
                bytes += step.changes.stream().mapToInt(Change::size).sum();
                if (!step.changes.get(0).parts().isEmpty()) {
                    return steps;
                }
            }
        }
        return steps;
    }

    /** As many changes as fit; null if none does. A record of several parts is written by itself. */
    private static @Nullable Step step(Lane lane, int room, boolean first) {
        Entity before = lane.entity;
        Entity after = before;
        List<Change> changes = new ArrayList<>();
        int left = room;
        while (!lane.waiting.isEmpty()) {
            Change change = lane.waiting.peek();
            boolean alone = !change.parts().isEmpty();
            if (!change.fits(after)) {
                lane.waiting.remove();
                change.done().completeExceptionally(conflict(lane, change));
                continue;
            }
            if (change.size() > left || (alone && !(first && changes.isEmpty()))) {
                break;
            }
            lane.waiting.remove();
            changes.add(change);
            left -= change.size();
            after = change.appliedTo(after);
            if (alone) {
                break;
            }
        }
        // However many changes there are, the entity's node is written once.
        return changes.isEmpty()
                ? null
                : new Step(lane, changes, before, new Entity(after.highest(), after.deletedTo(), before.version() + 1));
    }

    private void load(Lane lane) {
        lane.busy = true;
        znodes.read(lane.path)
                .whenComplete((found, failure) -> znodes.run(() -> {
                    lane.busy = false;
                    if (failure == null) {
                        lane.entity = found.map(Entity::in).orElse(Entity.NEW);
                    } else {
                        lane.waiting.forEach(change -> change.done().completeExceptionally(failure));
                        lane.waiting.clear();
                    }
                    makeReady(lane);
                    pump();
                }));
    }

    private void begin(Attempt attempt) {
        Step first = attempt.steps.get(0);
        List<Parts.Part> parts = first.changes.get(0).parts();
        if (parts.isEmpty()) {
            send(attempt);
            return;
        }
        CompletionStage<Void> parent = first.before.exists()
                ? CompletableFuture.completedFuture(null)
                : transactions.run(List.of(znodes.create(first.lane.path, first.before.bytes())));
        Step onParent = first.before.exists()
                ? first
                : new Step(
                        first.lane,
                        first.changes,
                        new Entity(0, 0, 0),
                        new Entity(first.after.highest(), first.after.deletedTo(), 1));
        parent.thenCompose(there -> transactions.write(first.lane.path, parts))
                .whenComplete((written, failure) -> znodes.run(() -> {
                    if (failure == null) {
                        send(new Attempt(List.of(onParent)));
                    } else {
                        fail(attempt, Failures.cause(failure));
                    }
                }));
    }

    private void send(Attempt attempt) {
        transactions
                .run(operations(attempt.steps))
                .whenComplete((done, failure) -> znodes.run(() -> answered(attempt, failure)));
    }

    private List<Op> operations(List<Step> steps) {
        List<Op> operations = new ArrayList<>();
        for (Step step : steps) {
            byte[] entity = step.after.bytes();
            operations.add(
                    step.before.exists()
                            ? Op.setData(step.lane.path, entity, step.before.version())
                            : znodes.create(step.lane.path, entity));
            for (Change change : step.changes) {
                if (change.record() != null) {
                    operations.add(znodes.create(
                            recordOf(step.lane, change), change.record().head()));
                }
            }
        }
        return operations;
    }

    private void answered(Attempt attempt, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Failures.cause(failure);
        if (cause == null) {
            succeed(attempt);
        } else if (cause instanceof Znodes.Unanswered && System.nanoTime() - attempt.deadline < 0) {
            attempt.unanswered = true;
            znodes.later(() -> send(attempt));
        } else if (cause instanceof Znodes.Refused && attempt.unanswered) {
            lookWhetherItWasDone(attempt, cause);
        } else if (cause instanceof Znodes.Refused && attempt.steps.size() > 1) {
            onTheirWay--;
            for (Step step : attempt.steps) {
                onTheirWay++;
                send(new Attempt(List.of(step)));
            }
        } else {
            fail(attempt, cause);
        }
    }

    /** A transaction whose answer was lost fails the second time if it was done the first time; then what it wrote is there. */
    private void lookWhetherItWasDone(Attempt attempt, Throwable cause) {
        Step step = attempt.steps.get(0);
        Change change = step.changes.get(0);
        boolean deletion = change.record() == null;
        String path = deletion ? step.lane.path : recordOf(step.lane, change);
        byte[] expected = deletion ? step.after.bytes() : change.record().head();
        znodes.read(path)
                .whenComplete((found, failure) -> znodes.run(() -> {
                    if (failure == null
                            && found.isPresent()
                            && Arrays.equals(found.get().data(), expected)) {
                        succeed(attempt);
                    } else {
                        fail(attempt, cause);
                    }
                }));
    }

    private void succeed(Attempt attempt) {
        for (Step step : attempt.steps) {
            step.lane.entity = step.after;
            step.changes.forEach(change -> change.done().complete(null));
        }
        end(attempt);
    }

    private void fail(Attempt attempt, Throwable cause) {
        for (Step step : attempt.steps) {
            // What is stored now has to be read.
            step.lane.entity = null;
            for (Change change : step.changes) {
                change.done().completeExceptionally(Failures.isConflict(cause) ? conflict(step.lane, change) : cause);
            }
        }
        end(attempt);
    }

    private void end(Attempt attempt) {
        onTheirWay--;
        for (Step step : attempt.steps) {
            step.lane.busy = false;
            makeReady(step.lane);
        }
        pump();
    }

    private static String recordOf(Lane lane, Change change) {
        return lane.path + "/" + change.first();
    }

    private static IllegalStateException conflict(Lane lane, Change change) {
        return new IllegalStateException("Nothing was stored in " + lane.path + " at " + change.first()
                + ": another writer has stored something there.");
    }
}
