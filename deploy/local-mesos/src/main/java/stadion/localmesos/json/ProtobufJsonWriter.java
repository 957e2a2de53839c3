package stadion.localmesos.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.Descriptors.EnumValueDescriptor;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.MapEntry;
import org.apache.mesos.protobuf.Message;

/**
 * Writes messages as JSON. Unset fields are left out, unless the proto file gives them a default and doesn't deprecate them,
 * as Mesos does it; fields come in the order of the proto file.
 */
public final class ProtobufJsonWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private ProtobufJsonWriter() {}

    public static byte[] toBytes(Message message) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(bytes)) {
            write(message, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a message as one JSON object. */
    public static void write(Message message, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (var field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                writeRepeated(message, field, json);
            } else if (message.hasField(field) || isShownUnset(field)) {
                json.writeFieldName(field.getName());
                writeValue(field, message.getField(field), json);
            }
        }
        json.writeEndObject();
    }

    private static boolean isShownUnset(FieldDescriptor field) {
        return field.hasDefaultValue()
                && field.getContainingOneof() == null
                && !field.getOptions().getDeprecated();
    }

    private static void writeRepeated(Message message, FieldDescriptor field, JsonGenerator json) throws IOException {
        if (message.getRepeatedFieldCount(field) == 0) {
            return;
        }
        json.writeFieldName(field.getName());
        var values = (List<?>) message.getField(field);
        if (field.isMapField()) {
            writeMap(field, values, json);
            return;
        }
        json.writeStartArray();
        for (var value : values) {
            writeValue(field, value, json);
        }
        json.writeEndArray();
    }

    private static void writeMap(FieldDescriptor field, List<?> entries, JsonGenerator json) throws IOException {
        var valueField = field.getMessageType().findFieldByName("value");
        json.writeStartObject();
        for (var entry : entries) {
            var pair = (MapEntry<?, ?>) entry;
            json.writeFieldName(pair.getKey().toString());
            writeValue(valueField, pair.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void writeValue(FieldDescriptor field, Object value, JsonGenerator json) throws IOException {
        switch (field.getJavaType()) {
            case MESSAGE -> write((Message) value, json);
            case STRING -> json.writeString((String) value);
            case ENUM -> json.writeString(((EnumValueDescriptor) value).getName());
            case BYTE_STRING ->
                json.writeString(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case INT, LONG -> json.writeNumber(((Number) value).longValue());
            case FLOAT, DOUBLE -> writeDouble(((Number) value).doubleValue(), json);
        }
    }

    /** Writes a number without exponent; what JSON has no number for ("Infinity") becomes a string. */
    private static void writeDouble(double value, JsonGenerator json) throws IOException {
        if (Double.isFinite(value)) {
            var text = Double.toString(value);
            json.writeNumber(text.indexOf('E') < 0 ? text : new BigDecimal(text).toPlainString());
        } else {
            json.writeString(Double.toString(value));
        }
    }
}
