package stadion.api.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import stadion.api.ApiException;

/** Moments as they stand in Marathon's JSON: {@code yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}, always in UTC and with three digits of milliseconds. */
public final class Timestamps {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    public static String format(Instant instant) {
        return FORMAT.format(instant);
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
