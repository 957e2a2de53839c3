package stadion.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stadion.persistence.NodeDirectory;
import stadion.persistence.NodeDirectory.Entry;
import stadion.persistence.NodeDirectory.Node;
import stadion.persistence.SharedStore;
import stadion.persistence.StoreUnavailable;
import stadion.persistence.servers.TcpProxy;

/** What is asked of the directory of a shared store. */
public abstract class NodeDirectoryContract extends OnStoreServer {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String A = "akka://stadion@10.0.0.1:7355";
    private static final String B = "akka://stadion@10.0.0.2:7355";

    private final List<SharedStore> stores = new ArrayList<>();

    protected NodeDirectoryContract(StoreServer server) {
        super(server);
    }

    @AfterEach
    void closeStores() {
        stores.forEach(SharedStore::close);
        stores.clear();
    }

    private NodeDirectory directory() {
        return directory(port());
    }

    private NodeDirectory directory(int at) {
        SharedStore store = open(at);
        stores.add(store);
        return store.nodes();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static Entry enter(NodeDirectory directory, String address) {
        return get(directory.enter(address, "api-of-" + address.length(), () -> {}));
    }

    @Test
    void nodesAreListedInTheOrderOfTheirAddresses() {
        NodeDirectory directory = directory();
        get(directory.enter(B, "b:8080", () -> {}));
        get(directory.enter(A, "a:8080", () -> {}));
        assertThat(get(directory().nodes()))
                .containsExactly(
                        new Node(A, "a:8080", OptionalLong.empty()), new Node(B, "b:8080", OptionalLong.empty()));
    }

    @Test
    void aNodeMayFoundALaterClusterThanItsOwn() {
        NodeDirectory directory = directory();
        Entry a = enter(directory, A);
        Entry b = enter(directory, B);
        long first = get(a.found()).orElseThrow();
        get(b.joined(first));

        long later = get(a.foundLater()).orElseThrow();

        assertThat(later).isGreaterThan(first);
        assertThat(get(directory.nodes()))
                .extracting(Node::cluster)
                .containsExactly(OptionalLong.of(later), OptionalLong.of(first));
        get(a.leave());
        assertThat(get(a.foundLater())).isEmpty();
    }

    @Test
    void aNodeThatLeavesIsGone() {
        NodeDirectory directory = directory();
        Entry entry = enter(directory, A);
        enter(directory, B);
        get(entry.leave());
        assertThat(get(directory().nodes())).extracting(Node::address).containsExactly(B);
    }

    @Test
    void whoIsExpelledIsGoneAndToldSoAndExpelsNobody() {
        Entry a = enter(directory(), A);
        CompletableFuture<Void> lost = new CompletableFuture<>();
        Entry b = get(directory().enter(B, "b:8080", () -> lost.complete(null)));

        assertThat(get(a.expel(Set.of(B, "akka://stadion@10.0.0.3:7355")))).isTrue();

        get(lost);
        assertThat(get(b.expel(Set.of(A)))).isFalse();
        assertThat(get(directory().nodes())).extracting(Node::address).containsExactly(A);
    }

    @Test
    void ofNodesThatExpelEachOtherOneStays() {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            addresses.add("akka://stadion@10.0.0.1:" + (7000 + i));
        }
        List<Entry> entries =
                addresses.stream().map(address -> enter(directory(), address)).toList();
        List<CompletionStage<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Set<String> others = new HashSet<>(addresses);
            others.remove(addresses.get(i));
            answers.add(entries.get(i).expel(others));
        }
        List<Boolean> stayed = answers.stream().map(NodeDirectoryContract::get).toList();

        assertThat(stayed).containsOnlyOnce(true);
        assertThat(get(directory().nodes()))
                .extracting(Node::address)
                .containsExactly(addresses.get(stayed.indexOf(true)));
    }

    @Test
    void oneOfManyThatFoundAtOnceFounds() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            entries.add(enter(directory(), "akka://stadion@10.0.0.1:" + (7000 + i)));
        }
        List<CompletionStage<OptionalLong>> answers =
                entries.stream().map(Entry::found).toList();
        List<OptionalLong> founded =
                answers.stream().map(NodeDirectoryContract::get).toList();
        assertThat(founded).filteredOn(OptionalLong::isPresent).hasSize(1);
        assertThat(get(directory().nodes()))
                .filteredOn(node -> node.cluster().isPresent())
                .hasSize(1);
    }

    @Test
    void whoJoinedIsListedWithItsCluster() {
        NodeDirectory directory = directory();
        Entry founder = enter(directory, A);
        Entry joiner = enter(directory, B);
        long cluster = get(founder.found()).orElseThrow();
        assertThat(get(joiner.found())).isEmpty();
        get(joiner.joined(cluster));
        assertThat(get(directory().nodes()))
                .extracting(Node::cluster)
                .containsExactly(OptionalLong.of(cluster), OptionalLong.of(cluster));
    }

    @Test
    void aLaterClusterHasALargerNumber() {
        NodeDirectory directory = directory();
        Entry first = enter(directory, A);
        long one = get(first.found()).orElseThrow();
        get(first.leave());
        assertThat(get(enter(directory, B).found()).orElseThrow()).isGreaterThan(one);
    }

    @Test
    void whoEntersAgainBelongsToNoClusterAnyMore() {
        Entry first = enter(directory(), A);
        get(first.found());
        enter(directory(), A);
        assertThat(get(directory().nodes()))
                .singleElement()
                .extracting(Node::cluster)
                .isEqualTo(OptionalLong.empty());
    }

    @Test
    void anEntryThatWasReplacedIsLost() {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        get(directory().enter(A, "a:8080", () -> lost.complete(null)));
        enter(directory(), A);
        get(lost);
        assertThat(get(directory().nodes())).hasSize(1);
    }

    @Test
    void whoLeavesOnAnOlderEntryDoesNotTakeTheNewerOneOut() {
        Entry older = enter(directory(), A);
        enter(directory(), A);
        get(older.leave());
        assertThat(get(directory().nodes())).hasSize(1);
    }

    @Test
    void aNodeStaysForAsLongAsItLives() throws Exception {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        get(directory().enter(A, "a:8080", () -> lost.complete(null)));
        Thread.sleep(Duration.ofSeconds(12).toMillis());
        assertThat(get(directory().nodes())).hasSize(1);
        assertThat(lost).isNotDone();
    }

    @Test
    void aDeadNodeVanishesWithItsCluster() {
        SharedStore dying = open(port());
        Entry entry = enter(dying.nodes(), A);
        get(entry.found());
        dying.close();
        NodeDirectory directory = directory();
        await().atMost(PATIENCE).until(() -> get(directory.nodes()).isEmpty());
        assertThat(get(enter(directory, B).found())).isPresent();
    }

    @Test
    void whoIsCutOffIsToldSoAndVanishes() throws IOException {
        try (TcpProxy proxy = TcpProxy.to(port())) {
            CompletableFuture<Void> lost = new CompletableFuture<>();
            get(directory(proxy.port()).enter(A, "a:8080", () -> lost.complete(null)));
            NodeDirectory directory = directory();
            assertThat(get(directory.nodes())).hasSize(1);
            proxy.cut();
            get(lost);
            await().atMost(PATIENCE).until(() -> get(directory.nodes()).isEmpty());
            proxy.heal();
        }
    }

    @Test
    void withoutTheStoreThereIsNoAnswerButAFailure() throws IOException {
        try (TcpProxy proxy = TcpProxy.to(port())) {
            NodeDirectory directory = directory(proxy.port());
            get(directory.nodes());
            proxy.cut();
            assertThat(directory.nodes().toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(StoreUnavailable.class);
            proxy.heal();
            await().atMost(PATIENCE).until(() -> get(directory.nodes().handle((nodes, failure) -> failure == null)));
        }
    }
}
