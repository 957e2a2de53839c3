package stadion.localmesos.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufJsonTest {

    private static String text(org.apache.mesos.protobuf.Message message) {
        return new String(ProtobufJsonWriter.toBytes(message), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event-01-HEARTBEAT",
                "event-02-OFFERS",
                "event-03-UPDATE-TASK_STARTING",
                "event-05-UPDATE-TASK_RUNNING-REASON_RECONCILIATION",
                "event-07-UPDATE-TASK_KILLED",
            })
    void whatMesosWroteIsWrittenAgainAsItWas(String recording) throws IOException {
        var record = Files.readString(Path.of("src/test/resources/mesos/json/" + recording + ".recordio"));
        var json = record.substring(record.indexOf('\n') + 1);
        var event = ProtobufJsonReader.convert(ProtobufJsonReader.parse(json), Event.getDefaultInstance());
        assertThat(new JsonMapper().readTree(ProtobufJsonWriter.toBytes(event)))
                .isEqualTo(new JsonMapper().readTree(json));
    }

    @Test
    void numbersAreWrittenWithoutExponent() {
        assertThat(text(Value.Scalar.newBuilder().setValue(1.795295194031137E9).build()))
                .isEqualTo("{\"value\":1795295194.031137}");
        assertThat(text(Value.Range.newBuilder().setBegin(1L << 40).setEnd(0).build()))
                .isEqualTo("{\"begin\":1099511627776,\"end\":0}");
    }

    @Test
    void infinityIsText() {
        var infinite =
                Value.Scalar.newBuilder().setValue(Double.POSITIVE_INFINITY).build();
        assertThat(text(infinite)).isEqualTo("{\"value\":\"Infinity\"}");
        assertThat(ProtobufJsonReader.convert(ProtobufJsonReader.parse(text(infinite)), infinite))
                .isEqualTo(infinite);
    }

    @Test
    void mapsAreObjects() {
        var json = "{\"name\":\"t\",\"task_id\":{\"value\":\"t\"},\"agent_id\":{\"value\":\"a\"},"
                + "\"limits\":{\"cpus\":{\"value\":2.0}}}";
        var task = ProtobufJsonReader.convert(ProtobufJsonReader.parse(json), TaskInfo.getDefaultInstance());
        assertThat(task.getLimitsOrThrow("cpus").getValue()).isEqualTo(2);
        assertThat(text(task)).contains("\"limits\":{\"cpus\":{\"value\":2.0}}");
    }

    @Test
    void unknownFieldsAndNullsAreSkipped() {
        var json = "{\"user\":\"u\",\"name\":\"n\",\"nothing\":[1],\"hostname\":null}";
        assertThat(ProtobufJsonReader.convert(ProtobufJsonReader.parse(json), FrameworkInfo.getDefaultInstance()))
                .isEqualTo(FrameworkInfo.newBuilder().setUser("u").setName("n").build());
    }

    @Test
    void anUnknownEnumValueBecomesTheFirst() {
        var json = "{\"user\":\"u\",\"name\":\"n\",\"capabilities\":[{\"type\":\"FROM_THE_FUTURE\"}]}";
        var info = ProtobufJsonReader.convert(ProtobufJsonReader.parse(json), FrameworkInfo.getDefaultInstance());
        assertThat(info.getCapabilities(0).getType()).isEqualTo(FrameworkInfo.Capability.Type.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | Expecting a JSON object, not array",
                "{'task_id':7} | Not expecting a JSON number for field 'task_id'",
                "{'task_id':{'value':7}} | Not expecting a JSON number for field 'value'",
                "{'healthy':'yes'} | Not expecting a JSON string for field 'healthy'",
                "{'timestamp':'soon'} | Not expecting a JSON string for field 'timestamp'",
                "{'uuid':'*'} | Failed to base64 decode bytes field 'uuid'",
                "{'state':'TASK_DREAMING'} | Failed to find enum for 'TASK_DREAMING'",
                "{'state':'TASK_RUNNING'} | Missing required fields: task_id",
            })
    void whatDoesNotFitIsRefused(String json, String problem) {
        var node = ProtobufJsonReader.parse(json.replace('\'', '"'));
        assertThatThrownBy(() -> ProtobufJsonReader.convert(node, TaskStatus.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{nonsense | syntax error at line 1 near: nonsense",
                "{} {} | syntax error at line 1 near: {}",
            })
    void brokenJsonIsToldWithItsPlace(String text, String problem) {
        assertThatThrownBy(() -> ProtobufJsonReader.parse(text))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessage(problem);
    }

    @Test
    void nothingIsNoJson() {
        assertThatThrownBy(() -> ProtobufJsonReader.parse("")).isInstanceOf(JsonSyntaxException.class);
        assertThatThrownBy(() -> ProtobufJsonReader.readList("{}", Resource.getDefaultInstance()))
                .hasMessage("Expecting a JSON array, not object");
    }
}
