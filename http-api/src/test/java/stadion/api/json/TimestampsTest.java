package stadion.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimestampsTest {

    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void haveThreeDigitsOfMillisecondsWithoutRounding() {
        assertThat(Timestamps.format(Instant.parse("2026-01-31T12:00:00Z"))).isEqualTo("2026-01-31T12:00:00.000Z");
        assertThat(Timestamps.format(Instant.parse("2026-01-31T12:00:00.007999Z")))
                .isEqualTo("2026-01-31T12:00:00.007Z");
        assertThat(Timestamps.format(Instant.parse("2026-01-31T12:00:00.120Z"))).isEqualTo("2026-01-31T12:00:00.120Z");
    }

    @Property
    void ofAnyMomentsInAnyOrderAreWhatTheFormatterOfTheJdkMakesOfThem(
            @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long one,
            @ForAll @LongRange(min = 0, max = 1999) long later) {
        Instant first = Instant.ofEpochMilli(one);
        Instant second = first.plusMillis(later);
        assertThat(Timestamps.format(first)).isEqualTo(WHOLE.format(first));
        assertThat(Timestamps.format(second)).isEqualTo(WHOLE.format(second));
    }
}
