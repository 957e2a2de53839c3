package stadion.api.facts;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.mesos.protobuf.Descriptors.Descriptor;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.Message;

/**
 * Reads protobuf messages in the JSON form of the recordings: fields by their proto names, numbers as numbers or (where a placeholder stood) as texts. Absent fields
 * stay unset. Unknown names are an error.
 */
final class ProtoJson {

    private ProtoJson() {}

    static <B extends Message.Builder> B read(JsonNode json, B message) {
        Descriptor type = message.getDescriptorForType();
        json.properties().forEach(entry -> {
            FieldDescriptor field = type.findFieldByName(entry.getKey());
            if (field == null) {
                throw new IllegalArgumentException(type.getFullName() + " has no field " + entry.getKey());
            }
            if (field.isRepeated()) {
                entry.getValue().forEach(item -> message.addRepeatedField(field, value(field, item, message)));
            } else {
                message.setField(field, value(field, entry.getValue(), message));
            }
        });
        return message;
    }

    private static Object value(FieldDescriptor field, JsonNode json, Message.Builder within) {
        return switch (field.getJavaType()) {
            case INT -> Integer.parseInt(json.asText());
            case LONG -> Long.parseLong(json.asText());
            case FLOAT -> Float.parseFloat(json.asText());
            case DOUBLE -> Double.parseDouble(json.asText());
            case BOOLEAN -> json.booleanValue();
            case STRING -> json.asText();
            case ENUM -> field.getEnumType().findValueByName(json.asText());
            case MESSAGE -> read(json, within.newBuilderForField(field)).build();
            case BYTE_STRING -> throw new IllegalArgumentException("bytes do not occur in recordings");
        };
    }
}
