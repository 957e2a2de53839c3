package stadion.api.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import stadion.api.json.Json;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;

/**
 * A small Mesos: offers all agents in random order, again and again, and keeps account of what was launched. A random number of instances (1 to 5) is
 * launched per offer, as Marathon's throttles allow.
 */
final class PlacementSimulation {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Pattern MOMENT = Pattern.compile("<<now([+-]\\d+)s>>");

    private final List<Offer> agents;
    private final Random random;
    private final OfferMatcher matcher;

    /** {@code placed}: instances by host. {@code refusals}: why the agents were refused when all was said and done. */
    record Outcome(Map<String, Integer> placed, Set<String> refusals) {
        int total() {
            return placed.values().stream().mapToInt(n -> n).sum();
        }
    }

    PlacementSimulation(List<Offer> agents, RecordedSpec app, long seed) {
        this.agents = agents;
        random = new Random(seed);
        matcher = new OfferMatcher(app.matchSettings(), random, InstantSource.fixed(NOW));
    }

    /** The recorded agents as Mesos offers them for this app: it keeps those with GPUs for frameworks that say they know them. */
    static List<Offer> offers(JsonNode agents, RecordedSpec app) {
        String role = app.posted().path("role").asText("*");
        List<Offer> offers = new ArrayList<>();
        for (JsonNode agent : agents) {
            Offer offer = offer(agent, role);
            boolean hasGpus = offer.getResourcesList().stream()
                    .anyMatch(resource -> resource.getName().equals("gpus"));
            if (!hasGpus || app.hasFeature("gpu_resources")) {
                offers.add(offer);
            }
        }
        return offers;
    }

    Outcome play(RunSpec app) {
        return play(app, new TreeMap<>());
    }

    static Map<String, Integer> scaleUpOnThreeRacks(
            JsonNode constraints, Map<String, Integer> before, int wanted, long seed) {
        ObjectNode recorded = Json.MAPPER.createObjectNode();
        recorded.putObject("app")
                .put("cmd", "sleep 100")
                .put("cpus", 0.1)
                .put("mem", 32)
                .set("constraints", constraints);
        RecordedSpec app = new RecordedSpec(new Recordings.Case("scaled", recorded));
        JsonNode agents =
                Json.parse(("[" + agent(1) + "," + agent(2) + "," + agent(3) + "]").getBytes(StandardCharsets.UTF_8));
        return new PlacementSimulation(offers(agents, app), app, seed)
                .play(app.definition().withInstances(wanted), new TreeMap<>(before))
                .placed();
    }

    private Outcome play(RunSpec app, Map<String, Integer> placed) {
        Placement placement = Placement.NONE;
        for (Offer agent : agents) {
            for (int i = 0; i < placed.getOrDefault(agent.getHostname(), 0); i++) {
                placement =
                        placement.plus(app.constraints(), OfferLedger.of(agent).agent());
            }
        }
        int waiting =
                app.instances() - placed.values().stream().mapToInt(n -> n).sum();
        Map<Integer, OfferLedger> ledgers = new TreeMap<>();
        Set<String> refusals = new TreeSet<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            ledgers.put(i, OfferLedger.of(agents.get(i)));
            order.add(i);
        }
        boolean progress = true;
        while (progress && waiting > 0) {
            progress = false;
            refusals.clear();
            Collections.shuffle(order, random);
            for (int agent : order) {
                OfferLedger ledger = ledgers.get(agent);
                int most = 1 + random.nextInt(5);
                for (int i = 0; i < most && waiting > 0; i++) {
                    Match match = matcher.match(ledger, app, placement);
                    if (match instanceof Match.Refused refused) {
                        refusals.add(refused.reason().text());
                        break;
                    }
                    placement = placement.plus(app.constraints(), ledger.agent());
                    placed.merge(ledger.offer().getHostname(), 1, Integer::sum);
                    waiting--;
                    progress = true;
                }
            }
        }
        return new Outcome(placed, refusals);
    }

    /** What Mesos offers of an agent to a framework of this role: what is unreserved or reserved for it. */
    @SuppressWarnings("deprecation")
    private static Offer offer(JsonNode agent, String role) {
        Offer.Builder offer = ProtoJson.read(withMoments(agent), Offer.newBuilder())
                .setId(OfferID.newBuilder().setValue("o"))
                .setAgentId(AgentID.newBuilder().setValue(agent.get("hostname").asText()))
                .setFrameworkId(FrameworkID.newBuilder().setValue("f"));
        offer.getAllocationInfoBuilder().setRole(role);
        List<Resource> offered = offer.getResourcesList().stream()
                .filter(r -> r.getRole().equals("*") || r.getRole().equals(role))
                .toList();
        return offer.clearResources().addAllResources(offered).build();
    }

    private static JsonNode withMoments(JsonNode agent) {
        Matcher moments = MOMENT.matcher(agent.toString());
        String text = moments.replaceAll(
                moment -> Long.toString((NOW.getEpochSecond() + Long.parseLong(moment.group(1))) * 1_000_000_000L));
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String agent(int number) {
        return """
                {"hostname": "10.0.0.%1$d",
                 "attributes": [{"name": "rack", "type": "TEXT", "text": {"value": "r%1$d"}}],
                 "resources": [
                   {"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}, "role": "*"},
                   {"name": "mem", "type": "SCALAR", "scalar": {"value": 8192}, "role": "*"},
                   {"name": "ports", "type": "RANGES", "ranges": {"range": [{"begin": 31000, "end": 31999}]}, "role": "*"}]}
                """.formatted(number);
    }
}
