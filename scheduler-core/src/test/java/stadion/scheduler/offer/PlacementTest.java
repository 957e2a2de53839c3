package stadion.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.Instance.AgentRef;

class PlacementTest {

    private static final List<Constraint> BY_RACK = List.of(AnApp.constraint("rack UNIQUE"));

    @Test
    void two_names_of_one_field_are_counted_together_and_once() {
        Placement placed = Placement.NONE.plus(
                List.of(AnApp.constraint("hostname UNIQUE"), AnApp.constraint("@hostname MAX_PER 2")), onRack("r1"));

        assertThat(placed.counts("hostname").sizeOf("h")).isEqualTo(1);
        assertThat(placed.counts("@hostname")).isEqualTo(placed.counts("hostname"));
    }

    @Test
    void agents_without_the_field_are_not_counted() {
        assertThat(Placement.NONE.plus(List.of(AnApp.constraint("nope UNIQUE")), onRack("r1")))
                .isSameAs(Placement.NONE);
    }

    @Test
    void taking_away_what_was_not_counted_changes_nothing() {
        assertThat(Placement.NONE.minus(BY_RACK, onRack("r1")).counts("rack").sizeOf("r1"))
                .isZero();
    }

    /** Each number is a step: plus one on rack n, or minus one on rack -n where there is one. */
    @Property(tries = 300)
    void the_counts_are_those_of_a_recount(@ForAll @Size(max = 60) List<@IntRange(min = -4, max = 4) Integer> steps) {
        Placement placed = Placement.NONE;
        TreeMap<String, Integer> recount = new TreeMap<>();
        for (int step : steps) {
            String rack = "r" + Math.abs(step);
            if (step >= 0) {
                placed = placed.plus(BY_RACK, onRack(rack));
                recount.merge(rack, 1, Integer::sum);
            } else if (recount.containsKey(rack)) {
                placed = placed.minus(BY_RACK, onRack(rack));
                recount.computeIfPresent(rack, (r, n) -> n == 1 ? null : n - 1);
            }
        }

        GroupCounts counts = placed.counts("rack");
        assertThat(counts.sizeOfGroup()).isEqualTo(recount);
        assertThat(counts.groups()).isEqualTo(recount.size());
        assertThat(counts.smallest())
                .isEqualTo(recount.values().stream().mapToInt(n -> n).min().orElse(0));
        for (int size = 0; size < 10; size++) {
            int above = size;
            assertThat(counts.groupsAbove(above)).isEqualTo((int)
                    recount.values().stream().filter(n -> n > above).count());
        }
    }

    private static AgentRef onRack(String rack) {
        return AnOffer.from("h").attribute("rack", rack).ledger().agent();
    }
}
