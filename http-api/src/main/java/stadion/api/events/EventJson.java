package stadion.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import stadion.api.app.AppJson;
import stadion.api.app.CheckJson;
import stadion.api.deployments.DeploymentJson;
import stadion.api.json.Timestamps;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.event.Told;
import stadion.scheduler.model.AppDefinition;

/** Events as JSON: the components of their records, with apps, health checks and plans as the rest of the API shows them. */
public final class EventJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, as((json, time) -> json.writeString(Timestamps.format(time))))
                    .addSerializer(AppDefinition.class, as(AppJson::write))
                    .addSerializer(AppDefinition.HealthCheck.class, as(CheckJson::write))
                    .addSerializer(DeploymentPlan.class, as(DeploymentJson::writePlan))
                    .addSerializer(DeploymentPlan.Step.class, as(DeploymentJson::writeStep)))
            .addMixIn(SchedulerEvent.DeploymentFailed.class, WithoutNulls.class)
            .build();

    /** A failed deployment says why only if that is known; other events show null where something is unknown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private interface WithoutNulls {}

    @FunctionalInterface
    private interface Writing<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    private EventJson() {}

    /** What subscribers see of an event. */
    public static Told told(SchedulerEvent event) {
        return new Told(event.eventType(), oneLine(of(event)));
    }

    /** JSON needs no line ends; some parsers of event streams and JavaScript take these characters for ones. */
    static String oneLine(String json) {
        boolean isOne = "\r\n\u2028\u2029".chars().allMatch(end -> json.indexOf(end) < 0);
        return isOne ? json : json.replaceAll("[\r\n\u2028\u2029]", "");
    }

    static String of(SchedulerEvent event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static <T> JsonSerializer<T> as(Writing<T> writing) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                writing.write(json, value);
            }

            /** The kind of a run spec, by which it is stored, is not shown. */
            @Override
            public void serializeWithType(T value, JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                    throws IOException {
                writing.write(json, value);
            }
        };
    }
}
