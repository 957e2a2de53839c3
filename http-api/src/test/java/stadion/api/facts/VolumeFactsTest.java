package stadion.api.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.json.Json;
import stadion.scheduler.launch.taskinfo.LaunchBuilder;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;
import stadion.scheduler.offer.Reservation;
import stadion.scheduler.offer.ReservationOperations;

/** Apps with persistent volumes: what is reserved and created, launched on it, and released, offer by offer as Marathon did it. */
class VolumeFactsTest {

    private static final UUID INSTANCE = new UUID(1, 1);
    private static final int CHOICES = 60;

    static List<Recordings.Case> volumes() {
        return Recordings.all("taskinfo").stream()
                .filter(c -> c.isApp() && c.name().startsWith("vol-pv"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("volumes")
    void what_is_done_is_what_Marathon_did(Recordings.Case recorded) {
        RecordedSpec recordedApp = new RecordedSpec(recorded);
        AppDefinition app = recordedApp.definition();
        InstanceId instance = InstanceId.of(app.id(), INSTANCE);
        assertReservesLike(recorded.json(), recordedApp, app, instance);

        List<Integer> ports = List.of();
        int incarnation = 0;
        for (JsonNode step : recorded.json().get("next")) {
            Offer offer = offer(step);
            if (step.at("/launch/0/type").asText().equals("LAUNCH")) {
                Match match = matcher(recordedApp, 0).matchReserved(OfferLedger.of(offer), app, instance);
                assertThat(match).isInstanceOf(Match.Placed.class);
                Match.Placed placed = (Match.Placed) match;
                ports = placed.ports();
                TaskInfo task = new LaunchBuilder(recordedApp.launchSettings())
                        .build(app, instance, ++incarnation, offer, placed, false)
                        .getLaunch()
                        .getTaskInfos(0);
                JsonNode expected = bound(step.at("/launch/0/launch/task_infos/0"), recordedApp, app, ports);
                assertThat(SortedTask.of(task).toString())
                        .isEqualTo(SortedTask.of(ProtoJson.read(expected, TaskInfo.newBuilder())
                                        .build())
                                .toString());
            } else {
                assertThat(ReservationOperations.release(offer, instance::equals))
                        .isEqualTo(operations(bound(step.get("launch"), recordedApp, app, ports)));
                assertThat(ReservationOperations.release(offer, i -> false)).isEmpty();
            }
        }
        assertThat(incarnation).isPositive();
    }

    private static void assertReservesLike(
            JsonNode step, RecordedSpec recordedApp, AppDefinition app, InstanceId instance) {
        Offer offer = offer(step);
        Reservation reservation = new Reservation(offer.getFrameworkId().getValue(), instance, "marathon");
        List<Operation> ours = List.of();
        List<Operation> theirs = List.of();
        for (int seed = 0; seed < CHOICES; seed++) {
            int[] ids = {1};
            Match match = matcher(recordedApp, seed)
                    .reserve(OfferLedger.of(offer), app, Placement.NONE, reservation, () -> new UUID(1, ++ids[0]));
            assertThat(match).isInstanceOf(Match.Reserved.class);
            Match.Reserved reserved = (Match.Reserved) match;
            ours = ReservationOperations.reserve(reserved);
            theirs = operations(bound(step.get("launch"), recordedApp, app, ports(reserved)));
            if (ours.equals(theirs)) {
                return;
            }
        }
        assertThat(ours.toString()).isEqualTo(theirs.toString());
    }

    private static List<Integer> ports(Match.Reserved reserved) {
        List<Integer> ports = new ArrayList<>();
        for (Resource resource : reserved.resources()) {
            resource.getRanges().getRangeList().forEach(range -> {
                for (long port = range.getBegin(); port <= range.getEnd(); port++) {
                    ports.add((int) port);
                }
            });
        }
        return ports;
    }

    private static OfferMatcher matcher(RecordedSpec app, long seed) {
        return new OfferMatcher(app.matchSettings(), new Random(seed), InstantSource.system());
    }

    private static Offer offer(JsonNode step) {
        return ProtoJson.read(withIds(step.get("offer")), Offer.newBuilder()).build();
    }

    private static List<Operation> operations(JsonNode list) {
        List<Operation> operations = new ArrayList<>();
        list.forEach(operation ->
                operations.add(ProtoJson.read(operation, Operation.newBuilder()).build()));
        return operations;
    }

    private static JsonNode bound(JsonNode json, RecordedSpec recorded, AppDefinition app, List<Integer> ports) {
        return withIds(PortPlaceholders.bind(json, recorded, app, ports));
    }

    private static JsonNode withIds(JsonNode json) {
        String text = json.toString();
        for (int i = 1; i <= 3; i++) {
            text = text.replace("<<uuid" + i + ">>", new UUID(1, i).toString());
        }
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
