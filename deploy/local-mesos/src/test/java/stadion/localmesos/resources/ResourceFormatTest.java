package stadion.localmesos.resources;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.mesos.v1.Protos.Resource;
import org.junit.jupiter.api.Test;
import stadion.localmesos.json.ProtobufJsonReader;

class ResourceFormatTest {

    private static Resource resource(String fields) {
        return ProtobufJsonReader.convert(
                ProtobufJsonReader.parse(
                        "{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1}" + fields + "}"),
                Resource.getDefaultInstance());
    }

    private static final Resource UNRESERVED = resource("");
    private static final Resource UNRESERVED_PLAIN = resource(",\"role\":\"*\"");
    private static final Resource STATIC = resource(",\"reservations\":[{\"type\":\"STATIC\",\"role\":\"prod\"}]");
    private static final Resource STATIC_PLAIN = resource(",\"role\":\"prod\"");
    private static final Resource DYNAMIC =
            resource(",\"reservations\":[{\"type\":\"DYNAMIC\",\"role\":\"prod\",\"principal\":\"p\"}]");
    private static final Resource DYNAMIC_PLAIN = resource(",\"role\":\"prod\",\"reservation\":{\"principal\":\"p\"}");

    @Test
    void reservationsBecomeAList() {
        assertThat(ResourceFormat.refined(UNRESERVED_PLAIN)).isEqualTo(UNRESERVED);
        assertThat(ResourceFormat.refined(STATIC_PLAIN)).isEqualTo(STATIC);
        assertThat(ResourceFormat.refined(DYNAMIC_PLAIN)).isEqualTo(DYNAMIC);
    }

    @Test
    void whatIsRefinedStaysSo() {
        assertThat(ResourceFormat.refined(UNRESERVED)).isEqualTo(UNRESERVED);
        assertThat(ResourceFormat.refined(DYNAMIC)).isEqualTo(DYNAMIC);
    }

    @Test
    void frameworksWithoutTheCapabilitySeeRoleAndReservation() {
        assertThat(ResourceFormat.plain(UNRESERVED)).isEqualTo(UNRESERVED_PLAIN);
        assertThat(ResourceFormat.plain(STATIC)).isEqualTo(STATIC_PLAIN);
        assertThat(ResourceFormat.plain(DYNAMIC)).isEqualTo(DYNAMIC_PLAIN);
    }
}
