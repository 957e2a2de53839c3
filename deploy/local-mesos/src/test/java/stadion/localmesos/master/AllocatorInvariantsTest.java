package stadion.localmesos.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import stadion.localmesos.master.Allocator.Allocation;
import stadion.localmesos.master.Allocator.Claim;
import stadion.localmesos.master.Allocator.Wishes;
import stadion.localmesos.resources.ResourceText;
import stadion.localmesos.resources.Resources;

/** Whatever frameworks do: nothing is offered twice, nothing is lost, and what was refused stays away. */
class AllocatorInvariantsTest {

    private static final Wishes ANY = new Wishes(false, List.of());
    private static final Resources TOTAL = ResourceText.parse("cpus:4;mem:100;ports:[1-40];cpus(r1):2");
    private static final Resources TASK = ResourceText.parse("cpus:0.5;mem:5");

    /** What the world outside of the allocator knows. */
    private static final class World {
        private final Random random;
        private final Allocator allocator;
        private final Map<String, Resources> used = new HashMap<>();
        private final List<Allocation> offers = new ArrayList<>();
        private final List<Allocation> tasks = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private final Set<Claim> active = new HashSet<>();
        private final Set<Claim> suppressed = new HashSet<>();
        private long now;

        private record Refusal(Claim claim, String agent, Resources resources, long end) {}

        World(long seed) {
            random = new Random(seed);
            allocator = new Allocator(new Random(seed));
            for (int i = 0; i < 3; i++) {
                allocator.addAgent("s" + i, TOTAL, TOTAL);
                used.put("s" + i, Resources.NONE);
            }
        }

        Claim claim() {
            return new Claim("f" + random.nextInt(3), "r" + random.nextInt(2));
        }

        void act() {
            switch (random.nextInt(8)) {
                case 0 -> activate();
                case 1 -> suppressOrRevive();
                case 2, 3 -> decline();
                case 4, 5 -> accept();
                case 6 -> endTask();
                default -> now += random.nextInt(1_000_000_000);
            }
        }

        /** That a role is no longer suppressed revives it. */
        private void activate() {
            var claim = claim();
            boolean suppress = random.nextInt(4) == 0;
            allocator.activate(claim, ANY, suppress);
            active.add(claim);
            if (suppress) {
                suppressed.add(claim);
            } else if (suppressed.remove(claim)) {
                refusals.removeIf(refusal -> refusal.claim.equals(claim));
            }
        }

        private void suppressOrRevive() {
            var claim = claim();
            if (random.nextBoolean()) {
                allocator.suppress(claim);
                if (active.contains(claim)) {
                    suppressed.add(claim);
                }
            } else {
                allocator.revive(claim);
                suppressed.remove(claim);
                refusals.removeIf(refusal -> refusal.claim.equals(claim));
            }
        }

        private void decline() {
            if (!offers.isEmpty()) {
                var offer = offers.remove(random.nextInt(offers.size()));
                end(offer);
                refuse(offer, offer.resources());
            }
        }

        private void accept() {
            if (!offers.isEmpty()) {
                var offer = offers.remove(random.nextInt(offers.size()));
                end(offer);
                var rest = offer.resources();
                while (rest.contains(TASK) && random.nextInt(3) > 0) {
                    rest = rest.minus(TASK);
                    tasks.add(new Allocation(offer.claim(), offer.agent(), TASK));
                    used.merge(offer.agent(), TASK, Resources::plus);
                }
                refuse(offer, rest);
            }
        }

        private void end(Allocation offer) {
            allocator.offerEnded(offer.claim(), offer.agent());
        }

        private void refuse(Allocation offer, Resources rest) {
            double seconds = random.nextInt(3);
            allocator.refuse(offer.claim(), offer.agent(), rest, seconds, now);
            if (seconds > 0 && !rest.isEmpty()) {
                refusals.add(new Refusal(offer.claim(), offer.agent(), rest, now + (long) (seconds * 1e9)));
            }
        }

        private void endTask() {
            if (!tasks.isEmpty()) {
                var task = tasks.remove(random.nextInt(tasks.size()));
                used.merge(task.agent(), TASK, Resources::minus);
                allocator.giveBack(task.claim(), task.agent(), TASK);
            }
        }

        void allocate() {
            for (var allocation : allocator.allocate(now)) {
                assertThat(refusals)
                        .as("refused by " + allocation)
                        .noneMatch(refusal -> refusal.end > now
                                && refusal.claim.equals(allocation.claim())
                                && refusal.agent.equals(allocation.agent())
                                && refusal.resources.contains(allocation.resources()));
                assertThat(offers)
                        .as("outstanding besides " + allocation)
                        .noneMatch(offer -> offer.claim().equals(allocation.claim())
                                && offer.agent().equals(allocation.agent()));
                offers.add(allocation);
            }
            used.forEach((agent, inUse) -> {
                var taken = inUse;
                for (var offer : offers) {
                    if (offer.agent().equals(agent)) {
                        assertThat(TOTAL.minus(taken).contains(offer.resources()))
                                .as(offer + " besides " + taken)
                                .isTrue();
                        taken = taken.plus(offer.resources());
                    }
                }
            });
        }
    }

    @Property(tries = 300)
    void nothingIsOfferedTwiceAndFiltersHold(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int actions) {
        var world = new World(seed);
        for (int i = 0; i < actions; i++) {
            world.act();
            if (world.random.nextBoolean()) {
                world.allocate();
            }
        }
        world.allocate();
    }

    @Property(tries = 100)
    void allIsOfferedInTheEndWhenAllIsGivenBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int actions) {
        var world = new World(seed);
        for (int i = 0; i < actions; i++) {
            world.act();
            world.allocate();
        }
        while (!world.offers.isEmpty() || !world.tasks.isEmpty()) {
            world.decline();
            world.endTask();
        }
        world.now += 10_000_000_000L;
        var last = new Claim("last", "r1");
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                world.allocator.deactivate(new Claim("f" + i, "r" + j));
            }
        }
        world.allocator.activate(last, ANY, false);
        var offered = new HashSet<>(world.allocator.allocate(world.now));
        assertThat(offered)
                .containsExactlyInAnyOrder(
                        new Allocation(last, "s0", TOTAL),
                        new Allocation(last, "s1", TOTAL),
                        new Allocation(last, "s2", TOTAL));
    }
}
