package stadion.scheduler.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import stadion.scheduler.event.EventWindow.Batch;

class EventWindowTest {

    private static EventWindow of(List<Integer> batches, int kept) {
        EventWindow window = EventWindow.EMPTY;
        int n = 0;
        for (int size : batches) {
            List<Told> events = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                events.add(new Told("type", String.valueOf(++n)));
            }
            window = window.plus(new Batch(events, Map.of("source", new Progress(n, List.of()))), kept);
        }
        return window;
    }

    @Property
    void theLatestEventsAreKeptUnderTheirNumbers(
            @ForAll @Size(max = 30) List<@IntRange(max = 5) Integer> batches, @ForAll @IntRange(max = 30) int kept) {
        EventWindow window = of(batches, kept);
        int all = batches.stream().mapToInt(n -> n).sum();
        assertThat(window.last()).isEqualTo(all);
        assertThat(window.size()).isBetween(Math.min(all, kept), kept + 5);
        for (long after = -1; after <= all + 1; after++) {
            if (after < window.first() - 1 || after > all) {
                assertThat(window.after(after)).isEmpty();
            } else {
                List<Numbered> events = window.after(after).orElseThrow();
                assertThat(events).hasSize((int) (all - after));
                assertThat(events).allMatch(event -> event.json().equals(String.valueOf(event.number())));
            }
        }
    }

    @Property
    void aSnapshotGivesTheSameWindow(@ForAll @Size(max = 30) List<@IntRange(max = 5) Integer> batches) {
        EventWindow window = of(batches, 20);
        assertThat(EventWindow.of(window.snapshot())).isEqualTo(window);
    }

    @Test
    void longEventsPushOutOthersEarlier() {
        Told large = new Told("type", "x".repeat(40 << 20));
        EventWindow window = EventWindow.EMPTY
                .plus(new Batch(List.of(large), Map.of()), 100)
                .plus(new Batch(List.of(large), Map.of()), 100);
        assertThat(window.first()).isEqualTo(2);
    }
}
