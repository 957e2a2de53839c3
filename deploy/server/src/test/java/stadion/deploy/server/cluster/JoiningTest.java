package stadion.deploy.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stadion.deploy.server.cluster.Joining.Founding;
import stadion.deploy.server.cluster.Joining.Through;
import stadion.persistence.NodeDirectory.Node;

class JoiningTest {

    private static final String SELF = "akka://stadion@self:1";

    @Test
    void whoIsAloneWantsToFound() {
        assertThat(decide(outside(SELF))).isEqualTo(new Founding());
        assertThat(decide()).isEqualTo(new Founding());
    }

    @Test
    void ofManyThatBelongNowhereEachWantsToFoundAndTheStoreChooses() {
        assertThat(decide(outside("akka://stadion@a:1"), outside(SELF))).isEqualTo(new Founding());
    }

    @Test
    void whoFindsMembersJoinsThroughAllOfThem() {
        assertThat(decide(
                        member("akka://stadion@c:1", 3),
                        outside("akka://stadion@b:1"),
                        outside(SELF),
                        member("akka://stadion@a:1", 3)))
                .isEqualTo(new Through(3, List.of("akka://stadion@a:1", "akka://stadion@c:1")));
    }

    @Test
    void aClusterIsSplitWhileALiveNodeOfItsNumberIsNoMember() {
        List<Node> nodes = List.of(member("akka://stadion@a:1", 3), member("akka://stadion@b:1", 3));
        assertThat(Joining.isSplit(nodes, 3, Set.of("akka://stadion@a:1"))).isTrue();
        assertThat(Joining.isSplit(nodes, 3, Set.of("akka://stadion@a:1", "akka://stadion@b:1")))
                .isFalse();
        assertThat(Joining.isSplit(nodes, 4, Set.of("akka://stadion@a:1"))).isFalse();
        assertThat(Joining.isSplit(List.of(outside(SELF)), 3, Set.of())).isFalse();
    }

    @Test
    void theLatestClusterIsTheOneToJoin() {
        assertThat(decide(member("akka://stadion@a:1", 3), member("akka://stadion@b:1", 4)))
                .isEqualTo(new Through(4, List.of("akka://stadion@b:1")));
    }

    @Test
    void anEntryThatAnEarlierRunLeftAtItsOwnAddressIsNobody() {
        assertThat(decide(member(SELF, 3))).isEqualTo(new Founding());
    }

    @Test
    void aClusterIsOutlivedByALaterOneOnly() {
        assertThat(Joining.isOutlived(List.of(member("akka://stadion@a:1", 4), outside(SELF)), 3))
                .isTrue();
        assertThat(Joining.isOutlived(List.of(member("akka://stadion@a:1", 3), member("akka://stadion@b:1", 2)), 3))
                .isFalse();
        assertThat(Joining.isOutlived(List.of(), 3)).isFalse();
    }

    private static Joining decide(Node... nodes) {
        return Joining.decide(List.of(nodes), SELF);
    }

    private static Node member(String address, long cluster) {
        return new Node(address, "api", OptionalLong.of(cluster));
    }

    private static Node outside(String address) {
        return new Node(address, "api", OptionalLong.empty());
    }
}
