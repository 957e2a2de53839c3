package stadion.localmesos.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.mesos.v1.Protos.Value;

/** Ranges behave as the sets of the numbers in them. */
class RangesTest {

    private static final long HIGHEST = 60;

    @Provide
    Arbitrary<Set<Long>> numbers() {
        return Arbitraries.longs().between(0, HIGHEST).set().ofMaxSize(40);
    }

    private static Ranges ranges(Set<Long> numbers) {
        var ranges = Value.Ranges.newBuilder();
        new TreeSet<>(numbers)
                .descendingSet()
                .forEach(number -> ranges.addRange(
                        Value.Range.newBuilder().setBegin(number).setEnd(number)));
        return Ranges.of(ranges.build());
    }

    private static Set<Long> numbers(Quantity quantity) {
        var numbers = new HashSet<Long>();
        ((Ranges) quantity).toProto().getRangeList().forEach(range -> {
            for (long number = range.getBegin(); number <= range.getEnd(); number++) {
                assertThat(numbers.add(number)).as("disjoint").isTrue();
            }
        });
        return numbers;
    }

    @Property
    void plusIsUnion(@ForAll("numbers") Set<Long> a, @ForAll("numbers") Set<Long> b) {
        var union = new HashSet<>(a);
        union.addAll(b);
        assertThat(numbers(ranges(a).plus(ranges(b)))).isEqualTo(union);
        assertThat(ranges(a).plus(ranges(b))).isEqualTo(ranges(union));
    }

    @Property
    void minusIsDifference(@ForAll("numbers") Set<Long> a, @ForAll("numbers") Set<Long> b) {
        var difference = new HashSet<>(a);
        difference.removeAll(b);
        assertThat(ranges(a).minus(ranges(b))).isEqualTo(ranges(difference));
    }

    @Property
    void containsIsSuperset(@ForAll("numbers") Set<Long> a, @ForAll("numbers") Set<Long> b) {
        assertThat(ranges(a).contains(ranges(b))).isEqualTo(a.containsAll(b));
    }

    @Property
    void countIsSize(@ForAll("numbers") Set<Long> a) {
        assertThat(ranges(a).count()).isEqualTo(a.size());
        assertThat(ranges(a).isEmpty()).isEqualTo(a.isEmpty());
    }
}
