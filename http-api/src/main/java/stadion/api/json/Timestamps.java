package stadion.api.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import stadion.api.ApiException;

/** Moments as they stand in Marathon's JSON: {@code yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}, always in UTC and with three digits of milliseconds. */
public final class Timestamps {

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

    /** Events come by the thousand in a second, and formatting their moments was near half of what their JSON cost. */
    private static volatile Second latest = new Second(0, TO_THE_SECOND.format(Instant.EPOCH));

    private record Second(long sinceEpoch, String text) {}

    private Timestamps() {}

    public static String format(Instant instant) {
        Second second = latest;
        if (second.sinceEpoch() != instant.getEpochSecond()) {
            second = new Second(instant.getEpochSecond(), TO_THE_SECOND.format(instant));
            latest = second;
        }
        int millis = instant.getNano() / 1_000_000;
        return second.text() + millis / 100 + millis / 10 % 10 + millis % 10 + 'Z';
    }

    /**
     * Reads an ISO-8601 date and time with offset, as it may stand in a path.
     *
     * @throws ApiException 422 for anything else
     */
    public static Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ApiException(
                    422, "Invalid timestamp provided '" + text + "'. Expecting ISO-8601 datetime string.");
        }
    }
}
