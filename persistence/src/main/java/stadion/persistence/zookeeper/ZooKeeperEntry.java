package stadion.persistence.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.Op;
import org.jspecify.annotations.Nullable;
import stadion.persistence.NodeDirectory.Entry;
import stadion.persistence.NodeDirectory.Node;

/** This node's ephemeral node. It is lost with the session, and when another process enters under the same address. */
final class ZooKeeperEntry implements Entry, ConnectionStateListener {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ZooKeeperNodes nodes;
    private final Node node;
    private final String path;
    private final long creation;
    private final Runnable onLost;
    private @Nullable ScheduledFuture<?> looks;
    private boolean ended;

    private ZooKeeperEntry(ZooKeeperNodes nodes, Node node, String path, long creation, Runnable onLost) {
        this.nodes = nodes;
        this.node = node;
        this.path = path;
        this.creation = creation;
        this.onLost = onLost;
    }

    static ZooKeeperEntry watched(ZooKeeperNodes nodes, Node node, String path, Znode entered, Runnable onLost) {
        ZooKeeperEntry entry =
                new ZooKeeperEntry(nodes, node, path, entered.stat().getCzxid(), onLost);
        nodes.znodes().client().getConnectionStateListenable().addListener(entry);
        entry.beginWith(nodes.znodes().each(LOOK, entry::look));
        return entry;
    }

    @Override
    public CompletionStage<OptionalLong> found() {
        return nodes.found(node, path, creation);
    }

    @Override
    public CompletionStage<OptionalLong> foundLater() {
        return nodes.foundLater(node, path, creation);
    }

    @Override
    public CompletionStage<Void> joined(long cluster) {
        Node joined = new Node(node.address(), node.api(), OptionalLong.of(cluster));
        return nodes.change(path, creation, joined, nodes.nextVersion()).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Boolean> expel(Set<String> addresses) {
        return nodes.expel(path, creation, addresses);
    }

    @Override
    public CompletionStage<Void> leave() {
        end();
        return nodes.znodes().read(path).thenCompose(present -> {
            if (present.isEmpty() || present.get().stat().getCzxid() != creation) {
                return CompletableFuture.<Void>completedFuture(null);
            }
            return nodes.znodes()
                    .multi(List.of(Op.delete(path, present.get().stat().getVersion())))
                    .<Void>thenApply(done -> null)
                    .exceptionallyCompose(failure -> Failures.isConflict(failure)
                            ? CompletableFuture.<Void>completedFuture(null)
                            : CompletableFuture.failedFuture(nodes.znodes().unavailable(failure)));
        });
    }

    /** Curator calls a connection lost when the session's timeout has passed without one, or the ensemble says that the session is over. */
    @Override
    public void stateChanged(CuratorFramework client, ConnectionState state) {
        if (state == ConnectionState.LOST) {
            lose();
        }
    }

    private void look() {
        nodes.znodes().read(path).thenAccept(present -> {
            if (present.isEmpty() || present.get().stat().getCzxid() != creation) {
                lose();
            }
        });
    }

    private void lose() {
        if (end()) {
            onLost.run();
        }
    }

    private synchronized void beginWith(ScheduledFuture<?> scheduled) {
        looks = scheduled;
    }

    /** Returns whether it had not ended before. */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        if (looks != null) {
            looks.cancel(false);
        }
        nodes.znodes().client().getConnectionStateListenable().removeListener(this);
        return first;
    }
}
