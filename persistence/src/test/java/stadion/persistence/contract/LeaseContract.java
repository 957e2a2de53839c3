package stadion.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.persistence.contract.Journal.event;
import static stadion.persistence.contract.Journal.together;

import akka.coordination.lease.javadsl.Lease;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stadion.persistence.OpenStores;
import stadion.persistence.SharedStore;
import stadion.persistence.StoreUnavailable;
import stadion.persistence.contract.Journal.Outcome;
import stadion.persistence.lease.LeaseRecords;
import stadion.persistence.lease.LeaseStore;
import stadion.persistence.servers.TcpProxy;

/** What is asked of the lease of a shared store, and of the fence around its journal. Each node here is an actor system with a store of its own. */
public abstract class LeaseContract extends OnStoreServer {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** As the stores set it. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(4);

    private static final Config UNHURRIED = ConfigFactory.parseString("stadion.lease.heartbeat-timeout = 1h");

    private final List<SharedNode> nodes = new ArrayList<>();
    private String name;

    protected LeaseContract(StoreServer server) {
        super(server);
    }

    @BeforeEach
    void nameLease() {
        name = "stadion-singleton-" + UUID.randomUUID();
    }

    @AfterEach
    void endNodes() {
        nodes.forEach(SharedNode::close);
        nodes.clear();
    }

    private SharedNode node() {
        return node(ConfigFactory.empty());
    }

    private SharedNode node(Config settings) {
        SharedNode node = new SharedNode(open(port()), settings);
        nodes.add(node);
        return node;
    }

    private SharedNode nodeBehind(TcpProxy proxy) {
        SharedNode node = new SharedNode(open(proxy.port()));
        nodes.add(node);
        return node;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Asks until the lease is given. */
    private static void acquire(Lease lease) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> get(lease.acquire()));
    }

    /** The leases of a node that renews none, as if it were paused; what else it does goes on. */
    private record Forgetful(LeaseRecords leases) implements LeaseStore, LeaseRecords {
        Config settings() {
            OpenStores.add(this);
            return OpenStores.setting(this).atPath("stadion.lease");
        }

        @Override
        public LeaseRecords leases() {
            return this;
        }

        @Override
        public CompletionStage<OptionalLong> take(String name, String owner, Duration timeToLive) {
            return leases.take(name, owner, timeToLive);
        }

        @Override
        public CompletionStage<Boolean> renew(String name, String owner, long epoch, Duration timeToLive) {
            return CompletableFuture.failedFuture(new StoreUnavailable("paused"));
        }

        @Override
        public CompletionStage<Void> release(String name, String owner, long epoch) {
            return leases.release(name, owner, epoch);
        }
    }

    @Test
    void oneOfManyThatAskAtOnceIsGivenTheLease() {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            leases.add(node().lease(name));
        }
        List<CompletionStage<Boolean>> answers = leases.stream()
                .map(lease -> lease.acquire().exceptionally(failure -> false))
                .toList();
        assertThat(answers.stream().map(LeaseContract::get)).containsOnlyOnce(true);
        assertThat(leases).filteredOn(Lease::checkLease).hasSize(1);
    }

    @Test
    void whoHoldsTheLeaseMayAskForItAgain() {
        Lease lease = node().lease(name);
        assertThat(get(lease.acquire())).isTrue();
        assertThat(get(lease.acquire())).isTrue();
        assertThat(lease.checkLease()).isTrue();
    }

    @Test
    void aReleasedLeaseIsGivenToTheNextLongBeforeItsTimeIsOver() {
        Lease first = node(UNHURRIED).lease(name);
        Lease second = node(UNHURRIED).lease(name);
        get(first.acquire());
        assertThat(get(second.acquire())).isFalse();
        assertThat(get(first.release())).isTrue();
        assertThat(first.checkLease()).isFalse();
        acquire(second);
    }

    @Test
    void aLeaseIsReleasedWhenTheActorSystemOfItsHolderEnds() {
        SharedNode first = new SharedNode(open(port()), UNHURRIED);
        get(first.lease(name).acquire());
        first.close();
        acquire(node(UNHURRIED).lease(name));
    }

    @Test
    void aLeaseIsKeptForLongerThanItsTimeToLive() throws Exception {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        Lease first = node().lease(name);
        Lease second = node().lease(name);
        get(first.acquire(because -> lost.complete(null)));
        long end = System.nanoTime() + TIME_TO_LIVE.multipliedBy(2).toNanos();
        while (System.nanoTime() - end < 0) {
            assertThat(get(second.acquire())).isFalse();
            Thread.sleep(100);
        }
        assertThat(first.checkLease()).isTrue();
        assertThat(lost).isNotDone();
    }

    @Test
    void whoIsCutOffLosesTheLeaseBeforeAnotherIsGivenIt() throws IOException {
        try (TcpProxy proxy = TcpProxy.to(port())) {
            CompletableFuture<Long> lost = new CompletableFuture<>();
            Lease first = nodeBehind(proxy).lease(name);
            Lease second = node().lease(name);
            get(first.acquire(because -> lost.complete(System.nanoTime())));
            proxy.cut();
            acquire(second);
            long given = System.nanoTime();
            assertThat(first.checkLease()).isFalse();
            assertThat(get(lost) - given).isNegative();
            proxy.heal();
            assertThat(get(second.acquire())).isTrue();
            assertThat(first.checkLease()).isFalse();
        }
    }

    @Test
    void aShortTroubleWithTheStoreLosesNoLease() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(port())) {
            CompletableFuture<Void> lost = new CompletableFuture<>();
            SharedNode node = new SharedNode(open(proxy.port()), UNHURRIED);
            nodes.add(node);
            Lease lease = node.lease(name);
            get(lease.acquire(because -> lost.complete(null)));
            proxy.cut();
            Thread.sleep(TIME_TO_LIVE.toMillis());
            proxy.heal();
            assertThat(lease.checkLease()).isTrue();
            assertThat(lost).isNotDone();
            await().atMost(PATIENCE).until(() -> get(lease.release().exceptionally(notYet -> false)));
        }
    }

    @Test
    void epochsGrow() {
        LeaseRecords records = node().records();
        long first = get(records.take(name, "a", TIME_TO_LIVE)).orElseThrow();
        assertThat(get(records.take(name, "b", TIME_TO_LIVE))).isEmpty();
        get(records.release(name, "a", first));
        long second = get(records.take(name, "b", TIME_TO_LIVE)).orElseThrow();
        assertThat(second).isGreaterThan(first);
        get(records.release(name, "a", first));
        assertThat(get(records.renew(name, "a", first, TIME_TO_LIVE))).isFalse();
        assertThat(get(records.renew(name, "b", second, TIME_TO_LIVE))).isTrue();
        assertThat(get(records.take(name, "b", TIME_TO_LIVE)).orElseThrow()).isGreaterThan(second);
    }

    @Test
    void leasesOfOtherNamesAreOthers() {
        LeaseRecords records = node().records();
        get(records.take(name, "a", TIME_TO_LIVE));
        assertThat(get(records.take(name + "/2", "b", TIME_TO_LIVE))).isPresent();
    }

    @Test
    void aLeaseThatWasNotRenewedIsGivenToWhoeverAsksForTheFirstTime() throws Exception {
        LeaseRecords dead = node().records();
        LeaseRecords other = node().records();
        get(dead.take(name, "dead", TIME_TO_LIVE));
        Thread.sleep(TIME_TO_LIVE.plusMillis(500).toMillis());
        assertThat(get(other.take(name, "other", TIME_TO_LIVE))).isPresent();
    }

    @Test
    void aNodeThatNeverHadALeaseStoresWhatItLikes() {
        SharedNode one = node();
        SharedNode other = node();
        String id = "app|/" + UUID.randomUUID();
        one.journal.store(id, 1, 2);
        other.journal.store(id, 3, 4);
        one.journal.delete(id, 1);
        assertThat(other.journal.replay(id).numbers()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void aDeposedNodeStoresAndDeletesNothing() {
        SharedStore store = open(port());
        Forgetful forgetful = new Forgetful(((LeaseStore) store).leases());
        SharedNode deposed = new SharedNode(store, forgetful.settings());
        nodes.add(deposed);
        SharedNode next = node();
        String id = "app|/" + UUID.randomUUID();
        get(deposed.lease(name).acquire());
        deposed.journal.store(id, 1, 3);
        deposed.snapshots.save(id, 2, new Thing("in time"));

        acquire(next.lease(name));

        assertThat(deposed.journal.write(List.of(together(event(id, "deposed", 4, new Thing("too late"))))))
                .containsExactly(Outcome.FAILED);
        deposed.journal.cannotDelete(id, 2);
        deposed.snapshots.cannotSave(id, 3, new Thing("too late"));
        assertThat(next.journal.replay(id).numbers()).containsExactly(1L, 2L, 3L);
        assertThat(next.snapshots.load(id)).contains(new Thing("in time"));

        next.journal.store(id, 4, 5);
        next.snapshots.save(id, 5, new Thing("by the next"));
        assertThat(deposed.journal.replay(id).numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aNodeThatIsGivenTheLeaseAgainStoresAgain() {
        SharedNode first = node();
        Lease firsts = first.lease(name);
        Lease seconds = node().lease(name);
        acquire(firsts);
        get(firsts.release());
        acquire(seconds);
        String id = "app|/" + UUID.randomUUID();
        assertThat(first.journal.write(List.of(together(event(id, "deposed", 1, new Thing("too late"))))))
                .containsExactly(Outcome.FAILED);
        get(seconds.release());
        acquire(firsts);
        first.journal.store(id, 1, 1);
    }
}
