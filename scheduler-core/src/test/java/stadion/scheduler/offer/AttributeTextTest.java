package stadion.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeTextTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.5, 1.5",
        "0.1234567, 0.123",
        "-2, -2",
        "100, 100",
        "1e20, 100000000000000000000",
        // What is rounded is the binary number: 0.1235 lies just below 0.1235, 2.0005 just above 2.0005.
        "0.1235, 0.123",
        "0.1245, 0.124",
        "2.0005, 2.001"
    })
    void numbers_have_three_decimals_at_most(double number, String text) {
        assertThat(AttributeText.ofNumber(number)).isEqualTo(text);
    }

    @Test
    void ranges_stand_in_the_order_of_the_agent() {
        assertThat(AttributeText.of(ranges(1, 10, 20, 30))).isEqualTo("[1-10,20-30]");
        assertThat(AttributeText.of(ranges(5, 5))).isEqualTo("[5-5]");
    }

    @Test
    void sets_are_sorted() {
        Attribute set = Attribute.newBuilder()
                .setName("a")
                .setType(Value.Type.SET)
                .setSet(Value.Set.newBuilder().addAllItem(List.of("b", "a")))
                .build();

        assertThat(AttributeText.of(set)).isEqualTo("{a,b}");
    }

    private static Attribute ranges(long... bounds) {
        Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.addRangeBuilder().setBegin(bounds[i]).setEnd(bounds[i + 1]);
        }
        return Attribute.newBuilder()
                .setName("a")
                .setType(Value.Type.RANGES)
                .setRanges(ranges)
                .build();
    }
}
