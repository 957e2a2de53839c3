package stadion.api.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.Protos.Offer;
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

/** Each recorded app and offer gives the task that Marathon launched. Apps with persistent volumes are launched in several steps: see {@link VolumeFactsTest}. */
class TaskInfoFactsTest {

    private static final UUID INSTANCE = UUID.fromString("c1f4a2b0-0000-11ee-8000-0242ac110002");

    /** Ports are chosen at random; this many choices are tried to find the one that was recorded. */
    private static final int CHOICES = 60;

    static List<Recordings.Case> launched() {
        return Recordings.all("taskinfo").stream()
                .filter(c -> c.isApp() && c.json().has("launch") && !c.name().startsWith("vol-pv"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("launched")
    void what_is_launched_is_what_Marathon_launched(Recordings.Case recorded) {
        RecordedSpec recordedApp = new RecordedSpec(recorded);
        AppDefinition app = recordedApp.definition();
        Offer offer =
                ProtoJson.read(recorded.json().get("offer"), Offer.newBuilder()).build();
        assertThat(recorded.json().get("launch")).hasSize(1);
        JsonNode tasks = recorded.json().at("/launch/0/launch/task_infos");
        assertThat(tasks).hasSize(1);

        List<TaskInfo> ours = new ArrayList<>();
        List<TaskInfo> theirs = new ArrayList<>();
        for (int seed = 0; seed < CHOICES; seed++) {
            Match match = new OfferMatcher(recordedApp.matchSettings(), new Random(seed), InstantSource.system())
                    .match(OfferLedger.of(offer), app, Placement.NONE);
            assertThat(match).isInstanceOf(Match.Placed.class);
            Match.Placed placed = (Match.Placed) match;
            InstanceId instance = InstanceId.of(app.id(), INSTANCE);
            ours.add(SortedTask.of(new LaunchBuilder(recordedApp.launchSettings())
                    .build(app, instance, 1, offer, placed, false)
                    .getLaunch()
                    .getTaskInfos(0)));
            theirs.add(SortedTask.of(improved(
                    recorded.name(),
                    ProtoJson.read(bound(tasks.get(0), recordedApp, app, placed), TaskInfo.newBuilder()))));
            if (ours.get(seed).equals(theirs.get(seed))) {
                return;
            }
        }
        assertThat(ours.get(0).toString()).isEqualTo(theirs.get(0).toString());
    }

    /** Where Marathon does not do what the app asks for, the sensible thing is expected instead: a Mesos check without a port goes to the first port. */
    private static TaskInfo improved(String name, TaskInfo.Builder task) {
        if (name.equals("health-mesos-defaults")) {
            task.setHealthCheck(HealthCheck.newBuilder()
                    .setType(HealthCheck.Type.HTTP)
                    .setDelaySeconds(15)
                    .setIntervalSeconds(60)
                    .setTimeoutSeconds(20)
                    .setConsecutiveFailures(3)
                    .setGracePeriodSeconds(300)
                    .setHttp(HealthCheck.HTTPCheckInfo.newBuilder()
                            .setScheme("http")
                            .setProtocol(NetworkInfo.Protocol.IPv4)
                            .setPort(task.getDiscovery().getPorts().getPorts(0).getNumber())));
        }
        return task.build();
    }

    private static JsonNode bound(JsonNode task, RecordedSpec recorded, AppDefinition app, Match.Placed placed) {
        JsonNode bound = PortPlaceholders.bind(task, recorded, app, placed.ports());
        String text = bound.toString().replace("<<uuid1>>", INSTANCE.toString());
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
