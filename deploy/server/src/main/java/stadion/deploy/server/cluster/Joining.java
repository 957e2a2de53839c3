package stadion.deploy.server.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import stadion.persistence.NodeDirectory.Node;

/** What a node that belongs to no cluster does, after a look into the directory. */
sealed interface Joining {

    /**
     * Join the cluster of that number, through its members.
     *
     * @param members their addresses, in order; at least one
     */
    record Through(long cluster, List<String> members) implements Joining {
        public Through {
            members = List.copyOf(members);
        }
    }

    /** Found a cluster, if the store lets this node do so. */
    record Founding() implements Joining {}

    /** If live nodes belong to several clusters, all but the latest are about to end. */
    static Joining decide(List<Node> nodes, String self) {
        List<Node> others = nodes.stream()
                .filter(node -> node.cluster().isPresent() && !node.address().equals(self))
                .toList();
        OptionalLong latest =
                others.stream().mapToLong(node -> node.cluster().getAsLong()).max();
        if (latest.isEmpty()) {
            return new Founding();
        }
        List<String> members = others.stream()
                .filter(node -> node.cluster().equals(latest))
                .map(Node::address)
                .sorted(Comparator.naturalOrder())
                .toList();
        return new Through(latest.getAsLong(), members);
    }

    /** Whether some live node belongs to the cluster by its number, but is not among its members: each of the two sides takes the other for dead, though both live. */
    static boolean isSplit(List<Node> nodes, long cluster, Set<String> members) {
        return nodes.stream()
                .filter(node -> node.cluster().equals(OptionalLong.of(cluster)))
                .anyMatch(node -> !members.contains(node.address()));
    }

    /** Whether some live node belongs to a later cluster, so that the members of this one have to go there. */
    static boolean isOutlived(List<Node> nodes, long cluster) {
        return nodes.stream()
                .anyMatch(node -> node.cluster().isPresent() && node.cluster().getAsLong() > cluster);
    }
}
