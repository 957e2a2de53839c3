package stadion.api.queue;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import stadion.api.json.Timestamps;
import stadion.scheduler.launch.QueueItem.UnusedOffer;

/** Writes offers that were of no use, with their resources and attributes, so that users see what was missing. */
final class OfferJson {

    private OfferJson() {}

    static void write(JsonGenerator json, UnusedOffer unused) throws IOException {
        json.writeStartObject();
        json.writeFieldName("offer");
        writeOffer(json, unused.offer());
        json.writeArrayFieldStart("reason");
        json.writeString(unused.reason().text());
        json.writeEndArray();
        json.writeStringField("detail", unused.detail());
        json.writeStringField("timestamp", Timestamps.format(unused.timestamp()));
        json.writeEndObject();
    }

    private static void writeOffer(JsonGenerator json, Offer offer) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", offer.getId().getValue());
        json.writeStringField("hostname", offer.getHostname());
        json.writeStringField("agentId", offer.getAgentId().getValue());
        json.writeArrayFieldStart("resources");
        for (Resource resource : offer.getResourcesList()) {
            json.writeStartObject();
            json.writeStringField("name", resource.getName());
            json.writeStringField("role", role(resource));
            writeValue(json, resource.getType(), resource.getScalar(), resource.getRanges(), resource.getSet());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("attributes");
        for (Attribute attribute : offer.getAttributesList()) {
            json.writeStartObject();
            json.writeStringField("name", attribute.getName());
            if (attribute.getType() == Value.Type.TEXT) {
                json.writeStringField("text", attribute.getText().getValue());
            }
            writeValue(json, attribute.getType(), attribute.getScalar(), attribute.getRanges(), attribute.getSet());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Reserved resources name their role in the last of their reservations. */
    private static String role(Resource resource) {
        int reservations = resource.getReservationsCount();
        return reservations == 0
                ? "*"
                : resource.getReservations(reservations - 1).getRole();
    }

    private static void writeValue(
            JsonGenerator json, Value.Type type, Value.Scalar scalar, Value.Ranges ranges, Value.Set set)
            throws IOException {
        switch (type) {
            case SCALAR -> json.writeNumberField("scalar", scalar.getValue());
            case RANGES -> {
                json.writeArrayFieldStart("ranges");
                for (Value.Range range : ranges.getRangeList()) {
                    json.writeStartObject();
                    json.writeNumberField("begin", range.getBegin());
                    json.writeNumberField("end", range.getEnd());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case SET -> {
                json.writeArrayFieldStart("set");
                for (String item : set.getItemList()) {
                    json.writeString(item);
                }
                json.writeEndArray();
            }
            default -> {}
        }
    }
}
