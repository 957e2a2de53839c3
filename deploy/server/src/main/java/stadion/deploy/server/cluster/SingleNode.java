package stadion.deploy.server.cluster;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stadion.persistence.NodeDirectory;

/** The directory of a node whose store is its own: there are no others, and it is never lost. */
public final class SingleNode implements NodeDirectory, NodeDirectory.Entry {

    @Override
    public CompletionStage<List<Node>> nodes() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<Entry> enter(String address, String api, Runnable onLost) {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public CompletionStage<OptionalLong> found() {
        return CompletableFuture.completedFuture(OptionalLong.of(1));
    }

    @Override
    public CompletionStage<OptionalLong> foundLater() {
        return found();
    }

    @Override
    public CompletionStage<Void> joined(long cluster) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> expel(Set<String> addresses) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Void> leave() {
        return CompletableFuture.completedFuture(null);
    }
}
