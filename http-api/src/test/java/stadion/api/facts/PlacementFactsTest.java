package stadion.api.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.mesos.v1.Protos.Offer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.facts.PlacementSimulation.Outcome;
import stadion.scheduler.model.RunSpec;

/** Agents and an app or pod: what lands where, and why the rest does not. The order of offers decides much, so each case is played many times over. */
class PlacementFactsTest {

    /** Enough to meet what must not happen. */
    private static final int AT_LEAST = 60;

    /** Enough to meet what must be able to happen. */
    private static final int AT_MOST = 1000;

    static List<Recordings.Case> placements() {
        return Recordings.all("placement").stream()
                .filter(c -> c.json().has("expected"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("placements")
    void instances_land_where_Marathon_placed_them(Recordings.Case recorded) {
        RecordedSpec recordedApp = new RecordedSpec(recorded);
        RunSpec app = (recorded.isApp() ? recordedApp.definition() : recordedApp.pod())
                .scaledTo(recorded.json().get("instances").asInt());
        List<Offer> agents = PlacementSimulation.offers(recorded.json().get("agents"), recordedApp);
        Outcomes expected = Outcomes.expected(recorded.json().get("expected"), app.instances());
        Outcomes seen = new Outcomes(new HashSet<>(), new TreeSet<>(), new HashSet<>());
        for (int seed = 0; seed < AT_LEAST || (seed < AT_MOST && !seen.covers(expected)); seed++) {
            seen.add(new PlacementSimulation(agents, recordedApp, seed).play(app), app.instances());
        }

        assertThat(seen.totals()).isEqualTo(expected.totals());
        assertThat(seen.refusals()).isEqualTo(expected.refusals());
        assertThat(seen.placed()).containsAll(expected.placed());
    }

    /** What came of several plays: where instances landed, how many, and for what reasons not all. */
    private record Outcomes(Set<Map<String, Integer>> placed, Set<Integer> totals, Set<Set<String>> refusals) {

        /** As recorded; where Marathon crashed, all instances should be placed, somewhere. */
        static Outcomes expected(JsonNode recorded, int wanted) {
            return recorded.has("launch_queue_crashed")
                    ? new Outcomes(Set.of(), Set.of(wanted), Set.of())
                    : new Outcomes(
                            distributions(recorded.get("placed")),
                            ints(recorded.get("total")),
                            declined(recorded.path("queue")));
        }

        void add(Outcome outcome, int wanted) {
            placed.add(outcome.placed());
            totals.add(outcome.total());
            if (outcome.total() < wanted) {
                refusals.add(outcome.refusals());
            }
        }

        /** Whether everything expected has been seen; the recorded distributions need not be all there are. */
        boolean covers(Outcomes expected) {
            return placed.containsAll(expected.placed)
                    && totals.containsAll(expected.totals)
                    && refusals.containsAll(expected.refusals);
        }
    }

    /** Apps that are scaled up: as in Marathon, or where Marathon gets stuck, evenly. */
    @TestFactory
    List<DynamicTest> scaled_up_apps_fill_up_their_groups() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Recordings.Case table : Recordings.all("placement")) {
            if (!table.name().equals("group-by-scale-up")) {
                continue;
            }
            for (JsonNode row : table.json().get("rows")) {
                int before = row.get("instances_before").asInt();
                int after = row.get("instances_after").asInt();
                if (before < after) {
                    tests.add(DynamicTest.dynamicTest(
                            row.get("constraints") + " " + before + " to " + after, () -> scalesUp(row, after)));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static void scalesUp(JsonNode row, int wanted) {
        for (int seed = 0; seed < 50; seed++) {
            Map<String, Integer> placed = PlacementSimulation.scaleUpOnThreeRacks(
                    row.get("constraints"), distribution(row.get("placed_before")), wanted, seed);
            if (row.get("deployment_finished").asBoolean()) {
                assertThat(placed).isEqualTo(distribution(row.get("placed_after")));
            } else {
                assertThat(placed.values().stream().mapToInt(n -> n).sum()).isEqualTo(wanted);
                assertThat(placed.values()).allMatch(n -> n == wanted / 3 || n == (wanted + 2) / 3);
            }
        }
    }

    private static Set<Map<String, Integer>> distributions(JsonNode list) {
        Set<Map<String, Integer>> distributions = new HashSet<>();
        list.forEach(distribution -> distributions.add(distribution(distribution)));
        return distributions;
    }

    private static Map<String, Integer> distribution(JsonNode json) {
        Map<String, Integer> distribution = new TreeMap<>();
        json.properties()
                .forEach(entry ->
                        distribution.put(entry.getKey(), entry.getValue().asInt()));
        return distribution;
    }

    private static Set<Integer> ints(JsonNode list) {
        Set<Integer> ints = new TreeSet<>();
        list.forEach(number -> ints.add(number.asInt()));
        return ints;
    }

    /** The reasons that declined an offer, for each of the answers seen. */
    private static Set<Set<String>> declined(JsonNode queue) {
        Set<Set<String>> declined = new HashSet<>();
        StreamSupport.stream(queue.spliterator(), false).forEach(item -> {
            Set<String> reasons = new TreeSet<>();
            item.get("rejectSummaryLastOffers").properties().forEach(reason -> {
                if (reason.getValue().get(0).asInt() > 0) {
                    reasons.add(reason.getKey());
                }
            });
            declined.add(reasons);
        });
        return declined;
    }
}
