package stadion.localmesos.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stadion.localmesos.master.Allocator.Allocation;
import stadion.localmesos.master.Allocator.Claim;
import stadion.localmesos.master.Allocator.Wishes;
import stadion.localmesos.resources.ResourceText;
import stadion.localmesos.resources.Resources;

class AllocatorTest {

    private static final Claim A = new Claim("a", "*");
    private static final Claim B = new Claim("b", "*");
    private static final Claim PROD = new Claim("a", "prod");
    private static final Wishes ANY = new Wishes(false, List.of(Map.of("cpus", 10L), Map.of("mem", 32_000L)));
    private static final Resources FOUR = ResourceText.parse("cpus:4;mem:1000;ports:[1-100]");

    private final Allocator allocator = new Allocator(new Random(7));

    private static Resources some(String text) {
        return ResourceText.parse(text);
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * Duration.ofSeconds(1).toNanos());
    }

    private void agent(String id, Resources total) {
        allocator.addAgent(id, total, total);
    }

    @Test
    void allOfAFreeAgentIsOffered() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        assertThat(allocator.hasWork()).isTrue();
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(A, "s1", FOUR));
        assertThat(allocator.hasWork()).isFalse();
        assertThat(allocator.allocate(0)).isEmpty();
    }

    @Test
    void nothingIsOfferedWhileOffersAreHeldAndEverythingAfterwards() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        allocator.hold(true);
        assertThat(allocator.hasWork()).isFalse();
        assertThat(allocator.allocate(0)).isEmpty();
        allocator.hold(false);
        assertThat(allocator.hasWork()).isTrue();
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(A, "s1", FOUR));
    }

    @Test
    void nothingMoreOfAnAgentIsOfferedToTheSameWhileAnOfferIsOutstanding() {
        allocator.addAgent("s1", FOUR, FOUR.minus(some("cpus:1")));
        allocator.recovered(A, some("cpus:1"));
        allocator.activate(A, ANY, false);
        allocator.allocate(0);
        allocator.giveBack(A, "s1", some("cpus:1"));
        assertThat(allocator.allocate(0)).isEmpty();
        allocator.activate(B, ANY, false);
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(B, "s1", some("cpus:1")));
    }

    @Test
    void refusedResourcesAreOfferedAgainWhenTheFilterEnds() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        allocator.allocate(0);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", FOUR, 5, 0);
        assertThat(allocator.nextFilterEnd()).hasValue(seconds(5));
        assertThat(allocator.allocate(seconds(4.9))).isEmpty();
        assertThat(allocator.allocate(seconds(5))).containsExactly(new Allocation(A, "s1", FOUR));
    }

    @Test
    void refusedResourcesAreOfferedToOthers() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        allocator.allocate(0);
        allocator.activate(B, ANY, false);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", FOUR, 5, 0);
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(B, "s1", FOUR));
    }

    @Test
    void moreThanWasRefusedIsOfferedAtOnce() {
        allocator.addAgent("s1", FOUR, some("cpus:2;mem:1000"));
        allocator.recovered(A, some("cpus:2;ports:[1-100]"));
        allocator.activate(A, ANY, false);
        allocator.allocate(0);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", some("cpus:2;mem:1000"), 100, 0);
        assertThat(allocator.allocate(1)).isEmpty();
        allocator.giveBack(A, "s1", some("cpus:2;ports:[1-100]"));
        assertThat(allocator.allocate(2)).containsExactly(new Allocation(A, "s1", FOUR));
    }

    @Test
    void lessThanWasRefusedIsRefusedToo() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        allocator.activate(B, ANY, true);
        allocator.allocate(0);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", FOUR, 100, 0);
        allocator.revive(B);
        allocator.allocate(1);
        allocator.offerEnded(B, "s1");
        allocator.giveBack(B, "s1", some("cpus:1;mem:1000"));
        allocator.suppress(B);
        assertThat(allocator.allocate(2)).isEmpty();
    }

    @Test
    void aRefusalOfZeroSecondsIsNone() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        allocator.allocate(0);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", FOUR, 0, 0);
        assertThat(allocator.allocate(0)).hasSize(1);
        assertThat(allocator.filterCount()).isZero();
    }

    @Test
    void aNegativeRefusalIsFiveSecondsAndAnEndlessOneAYear() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        allocator.allocate(0);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", FOUR, -1, 0);
        assertThat(allocator.nextFilterEnd()).hasValue(seconds(5));
        allocator.revive(A);
        allocator.allocate(0);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", FOUR, Double.POSITIVE_INFINITY, 0);
        assertThat(allocator.nextFilterEnd()).hasValue(Duration.ofDays(365).toNanos());
    }

    @Test
    void reviveEndsTheFiltersOfARoleOnly() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, false);
        allocator.activate(PROD, ANY, true);
        allocator.allocate(0);
        allocator.offerEnded(A, "s1");
        allocator.refuse(A, "s1", FOUR, 100, 0);
        allocator.revive(PROD);
        assertThat(allocator.allocate(1)).containsExactly(new Allocation(PROD, "s1", FOUR));
        assertThat(allocator.filterCount()).isEqualTo(1);
        allocator.revive(A);
        assertThat(allocator.filterCount()).isZero();
    }

    @Test
    void aSuppressedRoleGetsNothing() {
        agent("s1", FOUR);
        allocator.activate(A, ANY, true);
        assertThat(allocator.hasWork()).isFalse();
        assertThat(allocator.allocate(0)).isEmpty();
        allocator.revive(A);
        assertThat(allocator.allocate(0)).hasSize(1);
        allocator.suppress(A);
        allocator.offerEnded(A, "s1");
        allocator.giveBack(A, "s1", FOUR);
        assertThat(allocator.allocate(0)).isEmpty();
    }

    @Test
    void reservedResourcesGoToTheirRoleOnly() {
        agent("s1", FOUR.plus(some("cpus(prod):2")));
        allocator.activate(A, ANY, false);
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(A, "s1", FOUR));
        allocator.activate(PROD, ANY, false);
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(PROD, "s1", some("cpus(prod):2")));
    }

    @Test
    void agentsWithGpusAreForThoseWhoWantThem() {
        agent("s1", FOUR.plus(some("gpus:1")));
        allocator.activate(A, ANY, false);
        assertThat(allocator.allocate(0)).isEmpty();
        allocator.activate(B, new Wishes(true, List.of()), false);
        assertThat(allocator.allocate(0)).hasSize(1);
    }

    @Test
    void crumbsAreNotOffered() {
        agent("s1", some("cpus:0.009;mem:31;ports:[1-9]"));
        agent("s2", some("cpus:0.01"));
        allocator.activate(A, ANY, false);
        assertThat(allocator.allocate(0)).extracting(Allocation::agent).containsExactly("s2");
    }

    @Test
    void agentsAreSharedFairly() {
        for (int i = 0; i < 10; i++) {
            agent("s" + i, FOUR);
        }
        allocator.activate(A, ANY, false);
        allocator.activate(B, ANY, false);
        assertThat(allocator.allocate(0))
                .hasSize(10)
                .filteredOn(allocation -> allocation.claim().equals(A))
                .hasSize(5);
    }

    @Test
    void whoHasMoreComesLater() {
        agent("s1", FOUR);
        allocator.addAgent("s2", FOUR, Resources.NONE);
        allocator.recovered(A, FOUR);
        allocator.activate(A, ANY, false);
        allocator.activate(B, ANY, false);
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(B, "s1", FOUR));
    }

    @Test
    void aPassLooksAtChangedAgentsOnly() {
        agent("s1", FOUR);
        agent("s2", FOUR);
        allocator.activate(A, ANY, false);
        allocator.allocate(0);
        allocator.offerEnded(A, "s2");
        allocator.giveBack(A, "s2", FOUR);
        assertThat(allocator.allocate(0)).containsExactly(new Allocation(A, "s2", FOUR));
    }
}
