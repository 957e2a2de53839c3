package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.zookeeper.Op;
import stadion.persistence.NodeDirectory;

/** The nodes as ephemeral children of one node, whose version is the number of the latest cluster: each change of who belongs to which cluster goes by it. */
final class ZooKeeperNodes implements NodeDirectory {

    private final Znodes znodes;
    private final String root;

    ZooKeeperNodes(Znodes znodes, String base) {
        this.znodes = znodes;
        this.root = root(base);
    }

    static String root(String base) {
        return base + "/nodes";
    }

    static byte[] bytes(Node node) {
        String cluster =
                node.cluster().isPresent() ? Long.toString(node.cluster().getAsLong()) : "";
        return (node.address() + "\n" + node.api() + "\n" + cluster).getBytes(UTF_8);
    }

    private static Node node(Znode znode) {
        String[] lines = new String(znode.data(), UTF_8).split("\n", -1);
        OptionalLong cluster = lines[2].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(lines[2]));
        return new Node(lines[0], lines[1], cluster);
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        return znodes.children(root).thenCompose(names -> all(names.orElse(List.of())));
    }

    private CompletionStage<List<Node>> all(List<String> names) {
        CompletionStage<List<Node>> nodes = CompletableFuture.completedFuture(new ArrayList<>());
        for (CompletionStage<Optional<Znode>> read :
                names.stream().map(name -> znodes.read(root + "/" + name)).toList()) {
            nodes = nodes.thenCombine(read, (all, znode) -> {
                znode.ifPresent(found -> all.add(node(found)));
                return all;
            });
        }
        return nodes.thenApply(
                all -> all.stream().sorted(Comparator.comparing(Node::address)).toList());
    }

    @Override
    public CompletionStage<Entry> enter(String address, String api, Runnable onLost) {
        Node node = new Node(address, api, OptionalLong.empty());
        String path = root + "/" + NodeName.of(address);
        return znodes.read(path)
                .thenCompose(older -> {
                    List<Op> operations = new ArrayList<>();
                    older.ifPresent(
                            found -> operations.add(Op.delete(path, found.stat().getVersion())));
                    operations.add(znodes.createEphemeral(path, bytes(node)));
                    return znodes.multi(operations);
                })
                .thenCompose(entered -> znodes.read(path))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(znodes.unavailable(failure)))
                .thenApply(entered -> ZooKeeperEntry.watched(this, node, path, entered.orElseThrow(), onLost));
    }

    Znodes znodes() {
        return znodes;
    }

    /** Founds, unless a live node belongs to a cluster, or another one founds at the same time. */
    CompletionStage<OptionalLong> found(Node founder, String path, long creation) {
        return znodes.read(root)
                .thenCompose(before -> nodes().thenCompose(nodes -> {
                    if (nodes.stream().anyMatch(node -> node.cluster().isPresent())) {
                        return CompletableFuture.completedFuture(OptionalLong.empty());
                    }
                    return found(founder, path, creation, before.orElseThrow());
                }));
    }

    /** Founds, whatever other nodes belong to; empty also if another one founds or joins at the same time. */
    CompletionStage<OptionalLong> foundLater(Node founder, String path, long creation) {
        return znodes.read(root).thenCompose(before -> found(founder, path, creation, before.orElseThrow()));
    }

    private CompletionStage<OptionalLong> found(Node founder, String path, long creation, Znode before) {
        int version = before.stat().getVersion();
        OptionalLong number = OptionalLong.of(version + 1L);
        Node founded = new Node(founder.address(), founder.api(), number);
        return change(path, creation, founded, Op.setData(root, new byte[0], version))
                .thenApply(done -> done ? number : OptionalLong.empty());
    }

    /** Deletes the entries of these addresses in one step with the check that this node's own is there; again, if one of them was changed meanwhile. */
    CompletionStage<Boolean> expel(String path, long creation, Set<String> addresses) {
        return znodes.read(path).thenCompose(own -> {
            if (own.isEmpty() || own.get().stat().getCzxid() != creation) {
                return CompletableFuture.completedFuture(false);
            }
            Op still = Op.check(path, own.get().stat().getVersion());
            return deletions(addresses)
                    .thenCompose(deletions -> znodes.multi(
                            Stream.concat(Stream.of(still), deletions.stream()).toList()))
                    .thenApply(done -> true)
                    .exceptionallyCompose(failure -> Failures.isConflict(failure)
                            ? expel(path, creation, addresses)
                            : CompletableFuture.failedFuture(znodes.unavailable(failure)));
        });
    }

    private CompletionStage<List<Op>> deletions(Set<String> addresses) {
        CompletionStage<List<Op>> deletions = CompletableFuture.completedFuture(new ArrayList<>());
        for (String address : addresses) {
            String path = root + "/" + NodeName.of(address);
            deletions = deletions.thenCombine(znodes.read(path), (all, entry) -> {
                entry.ifPresent(found -> all.add(Op.delete(path, found.stat().getVersion())));
                return all;
            });
        }
        return deletions;
    }

    /** Replaces this node's data together with another operation; false if another one was faster. */
    CompletionStage<Boolean> change(String path, long creation, Node node, Op together) {
        return znodes.read(path).thenCompose(present -> {
            if (present.isEmpty() || present.get().stat().getCzxid() != creation) {
                return CompletableFuture.completedFuture(false);
            }
            int version = present.get().stat().getVersion();
            return znodes.multi(List.of(together, Op.setData(path, bytes(node), version)))
                    .thenApply(done -> true)
                    .exceptionallyCompose(failure -> Failures.isConflict(failure)
                            ? CompletableFuture.completedFuture(false)
                            : CompletableFuture.failedFuture(znodes.unavailable(failure)));
        });
    }

    /** Makes all fail that decided on who belonged to a cluster before. */
    Op nextVersion() {
        return Op.setData(root, new byte[0], -1);
    }
}
