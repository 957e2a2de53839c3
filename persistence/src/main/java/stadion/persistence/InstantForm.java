package stadion.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * How instants are stored: as whole milliseconds since 1970 where that is exact, as most are, otherwise as decimal seconds with nine places. Stored events hold so many
 * instants that Jackson's own form, which goes through text, shows in the time a snapshot takes.
 */
final class InstantForm {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private InstantForm() {}

    static final class Writer extends StdScalarSerializer<Instant> {

        private static final long serialVersionUID = 1L;

        Writer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant instant, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (instant.getNano() % NANOS_PER_MILLI == 0) {
                out.writeNumber(instant.toEpochMilli());
            } else {
                out.writeNumber(
                        BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9)));
            }
        }
    }

    static final class Reader extends StdScalarDeserializer<Instant> {

        private static final long serialVersionUID = 1L;

        Reader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return Instant.ofEpochMilli(in.getLongValue());
            }
            BigDecimal seconds = in.getDecimalValue();
            long whole = seconds.longValue();
            return Instant.ofEpochSecond(
                    whole,
                    seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(9)
                            .longValueExact());
        }
    }
}
