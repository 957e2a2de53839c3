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
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.json.Json;
import stadion.scheduler.launch.taskinfo.LaunchBuilder;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.Endpoint;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;

/** Each recorded pod and offer gives the task groups that Marathon launched. */
class PodFactsTest {

    /** Ports are chosen at random; so many choices are tried to find the one that was recorded. */
    private static final int CHOICES = 60;

    static List<Recordings.Case> launched() {
        return Recordings.all("taskinfo").stream()
                .filter(c -> c.json().has("pod") && c.json().has("launch"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("launched")
    void what_is_launched_is_what_Marathon_launched(Recordings.Case recorded) {
        Offer offer =
                ProtoJson.read(recorded.json().get("offer"), Offer.newBuilder()).build();
        List<Operation> ours = List.of();
        List<Operation> theirs = List.of();
        for (int seed = 0; seed < CHOICES; seed++) {
            List<Integer> ports = new ArrayList<>();
            ours = launch(recorded, offer, seed, ports);
            theirs = operations(bound(recorded.json().get("launch"), ports));
            if (ours.equals(theirs)) {
                return;
            }
        }
        assertThat(ours.toString()).isEqualTo(theirs.toString());
    }

    /** Marathon's launch queue dies of it; a pod without networks is on the host's. */
    @Test
    void a_pod_without_networks_has_the_ports_of_the_host() {
        Recordings.Case endpoint = Recordings.all("taskinfo").stream()
                .filter(c -> c.name().equals("pod-endpoints-host"))
                .findFirst()
                .orElseThrow();
        Offer offer =
                ProtoJson.read(endpoint.json().get("offer"), Offer.newBuilder()).build();
        PodDefinition pod = new RecordedSpec(endpoint).pod();
        Match match = matcher(endpoint, 0).match(OfferLedger.of(offer), pod.withNetworks(List.of()), Placement.NONE);

        assertThat(match).isInstanceOf(Match.Placed.class);
        assertThat(((Match.Placed) match).hostPorts()).hasSize(3).doesNotContainNull();
    }

    private static List<Operation> launch(Recordings.Case recorded, Offer offer, int seed, List<Integer> ports) {
        RecordedSpec spec = new RecordedSpec(recorded);
        PodDefinition pod = spec.pod();
        OfferLedger ledger = OfferLedger.of(offer);
        OfferMatcher matcher = matcher(recorded, seed);
        List<Operation> operations = new ArrayList<>();
        for (int i = 1; i <= recorded.json().get("launch").size(); i++) {
            Match match = matcher.match(ledger, pod, Placement.NONE);
            assertThat(match).isInstanceOf(Match.Placed.class);
            Match.Placed placed = (Match.Placed) match;
            ports.addAll(chosen(pod, placed));
            operations.add(sorted(new LaunchBuilder(spec.launchSettings())
                    .build(pod, InstanceId.of(pod.id(), new UUID(1, i)), 1, offer, placed, false)));
        }
        return operations;
    }

    private static OfferMatcher matcher(Recordings.Case recorded, int seed) {
        return new OfferMatcher(new RecordedSpec(recorded).matchSettings(), new Random(seed), InstantSource.system());
    }

    /** The host ports that the definition leaves open. */
    private static List<Integer> chosen(PodDefinition pod, Match.Placed placed) {
        List<Endpoint> endpoints = pod.containers().stream()
                .flatMap(container -> container.endpoints().stream())
                .toList();
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < endpoints.size(); i++) {
            Integer asked = endpoints.get(i).hostPort();
            if (asked != null && asked == 0) {
                chosen.add(placed.hostPorts().get(i));
            }
        }
        return chosen;
    }

    private static List<Operation> operations(JsonNode list) {
        List<Operation> operations = new ArrayList<>();
        list.forEach(operation -> operations.add(
                sorted(ProtoJson.read(operation, Operation.newBuilder()).build())));
        return operations;
    }

    private static Operation sorted(Operation operation) {
        Operation.Builder builder = operation.toBuilder();
        for (TaskInfo.Builder task :
                builder.getLaunchGroupBuilder().getTaskGroupBuilder().getTasksBuilderList()) {
            TaskInfo sorted = SortedTask.of(task.build());
            task.clear().mergeFrom(sorted);
        }
        return builder.build();
    }

    private static JsonNode bound(JsonNode json, List<Integer> ports) {
        String text = json.toString().replace("<<timestamp>>", RecordedSpec.VERSION.toString());
        for (int i = 0; i < ports.size(); i++) {
            text = text.replace("<<port" + (i + 1) + ">>", ports.get(i).toString());
        }
        for (int i = 1; i <= 3; i++) {
            text = text.replace("<<uuid" + i + ">>", new UUID(1, i).toString());
        }
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
