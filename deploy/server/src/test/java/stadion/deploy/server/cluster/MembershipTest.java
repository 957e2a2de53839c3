package stadion.deploy.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stadion.persistence.NodeDirectory.Node;

class MembershipTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DirectoryInMemory directory = new DirectoryInMemory();
    private final Map<String, Membership> nodes = new LinkedHashMap<>();

    /** Of the present life of each node. */
    private final Map<String, ActorSystem<?>> systems = new ConcurrentHashMap<>();

    /** Those that lead at this moment. */
    private final Set<String> leading = ConcurrentHashMap.newKeySet();

    /** Those that began to lead beside another one; without a lease, only an orderly end keeps them from it. */
    private final Queue<String> doubled = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        List<CompletableFuture<Void>> ends =
                nodes.values().stream().map(Membership::stop).toList();
        assertThat(ends).allSatisfy(end -> assertThat(end).succeedsWithin(1, TimeUnit.MINUTES));
    }

    @Test
    void nodesThatStartAtTheSameTimeFormOneCluster() {
        start("a", "b", "c");

        awaitOneClusterOf("a", "b", "c");
        await().atMost(PATIENCE).until(() -> leading.size() == 1);
        assertThat(doubled).isEmpty();
    }

    @Test
    void aNodeThatComesLaterJoinsTheOthers() {
        start("a");
        awaitOneClusterOf("a");

        start("b");

        awaitOneClusterOf("a", "b");
        assertThat(leading).containsExactly("a");
    }

    @Test
    void theLeaderThatHandsOverComesBackBehindTheNextOne() {
        start("a");
        awaitLeader("a");
        start("b");
        awaitOneClusterOf("a", "b");

        assertThat(nodes.get("a").handOver()).isTrue();

        awaitLeader("b");
        awaitOneClusterOf("a", "b");
        assertThat(leading).containsExactly("b");
        assertThat(doubled).isEmpty();
    }

    @Test
    void whoIsAloneHasNobodyToHandOverTo() {
        start("a");
        awaitLeader("a");

        assertThat(nodes.get("a").handOver()).isFalse();
        assertThat(leading).containsExactly("a");
    }

    @Test
    void theLeaderThatIsTakenForDeadStopsAndComesBack() {
        start("a");
        awaitLeader("a");
        start("b");
        awaitOneClusterOf("a", "b");

        directory.lose("a");

        awaitLeader("b");
        awaitOneClusterOf("a", "b");
    }

    @Test
    void aNodeWaitsForTheStoreAsLongAsItTakes() {
        directory.reachable(false);
        start("a");
        await().pollDelay(Duration.ofSeconds(1)).until(leading::isEmpty);

        directory.reachable(true);

        awaitLeader("a");
    }

    @Test
    void membersOfAnOutlivedClusterGoOverToTheLaterOne() {
        start("a");
        awaitLeader("a");
        directory.lose("a");
        awaitLeader("a");
        start("b");
        awaitOneClusterOf("a", "b");
        long later = clusters().iterator().next() + 1;

        assertThat(directory
                        .enter("akka://stadion@127.0.0.1:1", "c", () -> {})
                        .thenCompose(entry -> entry.joined(later)))
                .isCompleted();

        await().atMost(PATIENCE).until(leading::isEmpty);
        directory.lose("c");
        awaitOneClusterOf("a", "b");
    }

    @Test
    void theLeaderGoesOnAsALaterClusterWhenLiveNodesOfItsOwnAreNoMembersOfIt() {
        start("a");
        awaitLeader("a");
        long before = clusters().iterator().next();
        assertThat(directory
                        .enter("akka://stadion@127.0.0.1:1", "c", () -> {})
                        .thenCompose(entry -> entry.joined(before)))
                .isCompleted();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listed())
                        .filteredOn(node -> node.api().equals("a"))
                        .extracting(Node::cluster)
                        .containsExactly(OptionalLong.of(before + 1)));

        assertThat(leading).containsExactly("a");
        directory.lose("c");
    }

    @Test
    void oneSideGoesOnWhenANodeIsCutOffAndAgainWhenTheNextOneIs() {
        start("a", "b", "c");
        awaitOneClusterOf("a", "b", "c");

        for (String alone : List.of("a", "b")) {
            Map<String, ActorSystem<?>> before = Map.copyOf(systems);
            Map<String, ActorSystem<?>> others = new HashMap<>(before);
            others.remove(alone);

            Cuts.between(before.get(alone), others.values());
            await().atMost(PATIENCE).until(() -> hasEnded(before.get(alone)) || haveEnded(others.values()));
            Cuts.heal(before.get(alone), others.values());

            awaitOneClusterOf("a", "b", "c");
            assertThat(hasEnded(before.get(alone))).as("%s has ended", alone).isNotEqualTo(haveEnded(others.values()));
        }
    }

    private static boolean haveEnded(Collection<ActorSystem<?>> systems) {
        return systems.stream().allMatch(MembershipTest::hasEnded);
    }

    private static boolean hasEnded(ActorSystem<?> system) {
        return system.getWhenTerminated().toCompletableFuture().isDone();
    }

    private void start(String... names) {
        for (String name : names) {
            nodes.put(
                    name,
                    Membership.begin(
                            directory,
                            name,
                            Listening.onLoopback(0),
                            Cuts.POSSIBLE,
                            system -> startSingleton(system, name),
                            () -> leading.contains(name)));
        }
    }

    private void startSingleton(ActorSystem<?> system, String name) {
        systems.put(name, system);
        Behavior<Void> singleton = Behaviors.setup(context -> {
            if (!leading.isEmpty()) {
                doubled.add(name + " beside " + leading);
            }
            leading.add(name);
            return Behaviors.receive(Void.class)
                    .onSignal(PostStop.class, signal -> {
                        leading.remove(name);
                        return Behaviors.same();
                    })
                    .build();
        });
        ClusterSingleton.get(system).init(SingletonActor.of(singleton, "scheduler"));
    }

    private void awaitLeader(String name) {
        await().atMost(PATIENCE).until(() -> leading.equals(Set.of(name)));
    }

    private void awaitOneClusterOf(String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(listed().stream()
                            .filter(node -> node.cluster().isPresent())
                            .map(Node::api))
                    .containsExactlyInAnyOrder(names);
            assertThat(clusters()).hasSize(1);
        });
    }

    private Set<Long> clusters() {
        return listed().stream()
                .map(Node::cluster)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .collect(Collectors.toSet());
    }

    private List<Node> listed() {
        return directory.nodes().toCompletableFuture().join();
    }
}
