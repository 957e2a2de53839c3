package stadion.deploy.server.cluster;

import akka.actor.ExtendedActorSystem;
import akka.cluster.Cluster;
import akka.coordination.lease.LeaseSettings;
import akka.coordination.lease.javadsl.Lease;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Which side of a partition goes on. Akka's split brain resolver asks for that as for a lease: who is given it downs the other side, who is refused its own. Given it is the side that is
 * first to take the other one out of the directory; those who are no longer listed there can take nobody out. So it is decided once and for good: nobody has to keep anything alive
 * for it, nothing expires or is released too early, and it does not matter which node of a side asks.
 */
public final class Verdict extends Lease {

    private final LeaseSettings settings;
    private final ExtendedActorSystem system;

    /** Created by Akka, while its cluster is created. */
    public Verdict(LeaseSettings settings, ExtendedActorSystem system) {
        this.settings = settings;
        this.system = system;
    }

    @Override
    public LeaseSettings getSettings() {
        return settings;
    }

    @Override
    public CompletionStage<Boolean> acquire() {
        Set<String> others = new HashSet<>();
        Cluster.get(system)
                .state()
                .getUnreachable()
                .forEach(member -> others.add(member.address().toString()));
        return Standing.of(system)
                .entry()
                .map(entry -> entry.expel(others))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    @Override
    public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
        return acquire();
    }

    /** Each partition is a question of its own. */
    @Override
    public boolean checkLease() {
        return false;
    }

    @Override
    public CompletionStage<Boolean> release() {
        return CompletableFuture.completedFuture(true);
    }
}
