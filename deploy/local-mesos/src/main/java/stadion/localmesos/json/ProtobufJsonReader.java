package stadion.localmesos.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.Descriptors.EnumValueDescriptor;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.Message;
import org.jspecify.annotations.Nullable;

/** Reads messages from JSON. Fields that the message doesn't have, and nulls, are skipped. */
public final class ProtobufJsonReader {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private ProtobufJsonReader() {}

    /**
     * Reads any JSON.
     *
     * @throws JsonSyntaxException if the text is no JSON
     */
    public static JsonNode parse(String text) {
        try {
            var node = READER.readTree(text);
            if (node.isMissingNode()) {
                throw new JsonSyntaxException("syntax error at line 1 near: ");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new JsonSyntaxException(problem(text, e));
        }
    }

    private static String problem(String text, JsonProcessingException e) {
        if (e.getLocation() == null) {
            return "syntax error: " + e.getOriginalMessage();
        }
        int line = Math.max(1, e.getLocation().getLineNr());
        var lines = text.split("\n", -1);
        var at = lines[Math.min(line, lines.length) - 1];
        int column = Math.max(1, e.getLocation().getColumnNr());
        return "syntax error at line " + line + " near: " + at.substring(Math.min(column - 1, at.length()));
    }

    /**
     * Makes a message of the prototype's type.
     *
     * @throws IllegalArgumentException if a field has a value of the wrong type or a required field is missing
     */
    public static <M extends Message> M convert(JsonNode json, M prototype) {
        var builder = prototype.newBuilderForType();
        if (!json.isObject()) {
            throw new IllegalArgumentException("Expecting a JSON object, not " + typeOf(json));
        }
        merge(json, builder);
        if (!builder.isInitialized()) {
            throw new IllegalArgumentException(
                    "Missing required fields: " + String.join(", ", builder.findInitializationErrors()));
        }
        @SuppressWarnings("unchecked") // newBuilderForType builds messages of the prototype's own type
        var message = (M) builder.build();
        return message;
    }

    /** Reads a JSON list of messages of the prototype's type. */
    public static <M extends Message> List<M> readList(String text, M prototype) {
        var json = parse(text);
        if (!json.isArray()) {
            throw new IllegalArgumentException("Expecting a JSON array, not " + typeOf(json));
        }
        var messages = new ArrayList<M>();
        json.forEach(item -> messages.add(convert(item, prototype)));
        return messages;
    }

    private static void merge(JsonNode json, Message.Builder builder) {
        json.properties().forEach(property -> {
            var field = builder.getDescriptorForType().findFieldByName(property.getKey());
            if (field != null && !property.getValue().isNull()) {
                mergeField(field, property.getValue(), builder);
            }
        });
    }

    private static void mergeField(FieldDescriptor field, JsonNode json, Message.Builder builder) {
        if (field.isMapField()) {
            json.properties()
                    .forEach(entry -> builder.addRepeatedField(
                            field, mapEntry(field, entry.getKey(), entry.getValue(), builder)));
        } else if (field.isRepeated()) {
            if (!json.isArray()) {
                throw unexpected(field, json);
            }
            json.forEach(item -> {
                var value = value(field, item, builder);
                if (value != null) {
                    builder.addRepeatedField(field, value);
                }
            });
        } else {
            var value = value(field, json, builder);
            if (value != null) {
                builder.setField(field, value);
            }
        }
    }

    private static Message mapEntry(FieldDescriptor field, String key, JsonNode json, Message.Builder builder) {
        var entry = builder.newBuilderForField(field);
        var valueField = field.getMessageType().findFieldByName("value");
        entry.setField(field.getMessageType().findFieldByName("key"), key);
        entry.setField(valueField, Objects.requireNonNull(value(valueField, json, entry)));
        return entry.build();
    }

    /** The value of a field, or null if it names an enum value that isn't known and needn't be. */
    private static @Nullable Object value(FieldDescriptor field, JsonNode json, Message.Builder builder) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message(field, json, builder);
            case STRING -> text(field, json);
            case ENUM -> enumValue(field, text(field, json));
            case BYTE_STRING -> bytes(field, text(field, json));
            case BOOLEAN -> {
                if (!json.isBoolean()) {
                    throw unexpected(field, json);
                }
                yield json.booleanValue();
            }
            case INT -> (int) whole(field, json);
            case LONG -> whole(field, json);
            case FLOAT -> (float) number(field, json);
            case DOUBLE -> number(field, json);
        };
    }

    private static Message message(FieldDescriptor field, JsonNode json, Message.Builder builder) {
        if (!json.isObject()) {
            throw unexpected(field, json);
        }
        var nested = builder.newBuilderForField(field);
        merge(json, nested);
        return nested.buildPartial();
    }

    private static String text(FieldDescriptor field, JsonNode json) {
        if (!json.isTextual()) {
            throw unexpected(field, json);
        }
        return json.textValue();
    }

    private static @Nullable EnumValueDescriptor enumValue(FieldDescriptor field, String name) {
        var value = field.getEnumType().findValueByName(name);
        if (value == null && field.isRequired()) {
            throw new IllegalArgumentException("Failed to find enum for '" + name + "'");
        }
        return value == null ? field.getEnumType().findValueByNumber(0) : value;
    }

    private static ByteString bytes(FieldDescriptor field, String base64) {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Failed to base64 decode bytes field '" + field.getName() + "': " + e.getMessage(), e);
        }
    }

    private static long whole(FieldDescriptor field, JsonNode json) {
        if (json.isTextual() && json.textValue().matches("-?\\d{1,18}")) {
            return Long.parseLong(json.textValue());
        }
        if (!json.isNumber()) {
            throw unexpected(field, json);
        }
        return json.longValue();
    }

    private static double number(FieldDescriptor field, JsonNode json) {
        if (json.isTextual() && json.textValue().matches("[+-]?(Infinity|NaN|\\d+(\\.\\d+)?)")) {
            return Double.parseDouble(json.textValue());
        }
        if (!json.isNumber()) {
            throw unexpected(field, json);
        }
        return json.doubleValue();
    }

    private static IllegalArgumentException unexpected(FieldDescriptor field, JsonNode json) {
        return new IllegalArgumentException(
                "Not expecting a JSON " + typeOf(json) + " for field '" + field.getName() + "'");
    }

    private static String typeOf(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "value";
        };
    }
}
