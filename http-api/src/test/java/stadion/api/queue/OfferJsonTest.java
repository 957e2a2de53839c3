package stadion.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import stadion.api.json.Json;
import stadion.api.render.JsonOutput;
import stadion.scheduler.launch.QueueItem.UnusedOffer;
import stadion.scheduler.offer.Reason;

class OfferJsonTest {

    @Test
    void an_offer_shows_its_resources_and_attributes_by_their_kinds() throws Exception {
        Offer offer = Offer.newBuilder()
                .setId(OfferID.newBuilder().setValue("o1"))
                .setFrameworkId(FrameworkID.newBuilder().setValue("f1"))
                .setAgentId(AgentID.newBuilder().setValue("s1"))
                .setHostname("h1")
                .addResources(Resource.newBuilder()
                        .setName("cpus")
                        .setType(Value.Type.SCALAR)
                        .setScalar(Value.Scalar.newBuilder().setValue(0.5)))
                .addResources(Resource.newBuilder()
                        .setName("ports")
                        .setType(Value.Type.RANGES)
                        .addReservations(Resource.ReservationInfo.newBuilder().setRole("prod"))
                        .setRanges(Value.Ranges.newBuilder()
                                .addRange(Value.Range.newBuilder().setBegin(1).setEnd(2))))
                .addAttributes(Attribute.newBuilder()
                        .setName("rack")
                        .setType(Value.Type.TEXT)
                        .setText(Value.Text.newBuilder().setValue("r1")))
                .addAttributes(Attribute.newBuilder()
                        .setName("zones")
                        .setType(Value.Type.SET)
                        .setSet(Value.Set.newBuilder().addItem("a").addItem("b")))
                .build();
        UnusedOffer unused = new UnusedOffer(offer, Reason.INSUFFICIENT_CPUS, 0.5, "needs 1, has 0.5", Instant.EPOCH);

        String json =
                JsonOutput.render(out -> OfferJson.write(out.json(), unused)).utf8String();

        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree("""
                        {"offer":{"id":"o1","hostname":"h1","agentId":"s1",
                        "resources":[{"name":"cpus","role":"*","scalar":0.5},
                        {"name":"ports","role":"prod","ranges":[{"begin":1,"end":2}]}],
                        "attributes":[{"name":"rack","text":"r1"},{"name":"zones","set":["a","b"]}]},
                        "reason":["InsufficientCpus"],"detail":"needs 1, has 0.5",
                        "timestamp":"1970-01-01T00:00:00.000Z"}"""));
    }
}
