package stadion.bench.match;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import stadion.scheduler.launch.Demand;
import stadion.scheduler.launch.MatchRound;
import stadion.scheduler.launch.Turns;
import stadion.scheduler.launch.taskinfo.LaunchBuilder;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.AppDefinitionBuilder;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.AgentRef;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.Placement;

/**
 * The cost of one offer: from the message of Mesos to the launch that was found for it, or to the knowledge that there is none.
 *
 * <p>{@code waitingApps} apps want one instance each, of 1 cpu, 128 MiB and a port, with a constraint of the given kind; each has {@code running} instances already, on as many hosts as
 * there are instances for UNIQUE, else on up to 1,000 hosts in four racks.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatchBench {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.600Z");

    /** A constraint, or none. */
    public enum Rule {
        NONE(null, null),
        UNIQUE("hostname", null),
        CLUSTER("zone", "z1"),
        GROUP_BY("rack", "4"),
        LIKE("rack", "r[1-4]"),
        UNLIKE("rack", "x.*"),
        MAX_PER("rack", "1000000"),
        IS("zone", "z1");

        private final String field;
        private final String value;

        Rule(String field, String value) {
            this.field = field;
            this.value = value;
        }

        private List<Constraint> constraints() {
            return this == NONE
                    ? List.of()
                    : List.of(new Constraint(field, Constraint.Operator.valueOf(name()), value));
        }
    }

    @Param
    private Rule rule;

    @Param({"100", "10000"})
    private int waitingApps;

    @Param({"10", "1000", "100000"})
    private int running;

    private final Turns turns = new Turns(MatchSettings.DEFAULTS);
    private final LaunchBuilder builder = new LaunchBuilder(LaunchSettings.DEFAULTS);
    private OfferMatcher matcher;
    private Offer fitting;
    private Offer tooSmall;

    @Setup
    public void putAllInLine() {
        matcher = new OfferMatcher(MatchSettings.DEFAULTS, new Random(1), InstantSource.fixed(NOW));
        fitting = offer(1);
        tooSmall = offer(0.5);
        Placement placement = placement();
        for (int i = 0; i < waitingApps; i++) {
            AppDefinition app = app("/waiting/app-" + i);
            InstanceId id = InstanceId.of(app.id(), new UUID(1, i));
            turns.put(new Demand(
                    1,
                    app,
                    HashTreePMap.singleton(id, Instance.scheduled(id, NOW, NOW, "*", NOW)),
                    HashTreePSet.singleton(id),
                    HashTreePSet.empty(),
                    placement,
                    null));
        }
    }

    private Placement placement() {
        List<Constraint> constraints = rule.constraints();
        Placement placement = Placement.NONE;
        int hosts = rule == Rule.UNIQUE ? running : Math.min(running, 1000);
        for (int i = 0; i < running && !constraints.isEmpty(); i++) {
            // The offer's rack has one instance less than the fullest, so that GROUP_BY takes it.
            Map<String, String> attributes = Map.of("rack", "r" + (2 + i) % 4, "zone", "z1");
            placement = placement.plus(
                    constraints, new AgentRef("agent-" + i % hosts, "host-" + i % hosts, null, null, attributes));
        }
        return placement;
    }

    private AppDefinition app(String id) {
        return AppDefinitionBuilder.builder()
                .id(PathId.of(id))
                .cmd("sleep 100")
                .args(List.of())
                .env(Map.of())
                .instances(running + 1)
                .cpus(1)
                .mem(128)
                .executor("//cmd")
                .constraints(rule.constraints())
                .fetch(List.of())
                .portDefinitions(List.of(new PortDefinition(10000, "default", "tcp", Map.of())))
                .backoffSeconds(1)
                .backoffFactor(1.15)
                .maxLaunchDelaySeconds(300)
                .networks(List.of(new Network(null, Network.Mode.HOST, Map.of())))
                .healthChecks(List.of())
                .readinessChecks(List.of())
                .dependencies(List.of())
                .upgradeStrategy(new UpgradeStrategy(1, 1))
                .labels(Map.of())
                .acceptedResourceRoles(List.of())
                .secrets(Map.of())
                .killSelection(KillSelection.YOUNGEST_FIRST)
                .role("*")
                .version(NOW)
                .build();
    }

    private static Offer offer(double cpus) {
        return Offer.newBuilder()
                .setId(OfferID.newBuilder().setValue("offer"))
                .setFrameworkId(FrameworkID.newBuilder().setValue("framework"))
                .setAgentId(AgentID.newBuilder().setValue("agent-new"))
                .setHostname("host-new")
                .addAttributes(text("rack", "r1"))
                .addAttributes(text("zone", "z1"))
                .addResources(scalar("cpus", cpus))
                .addResources(scalar("mem", 8192))
                .addResources(scalar("disk", 40000))
                .addResources(Resource.newBuilder()
                        .setName("ports")
                        .setType(Value.Type.RANGES)
                        .setRanges(Value.Ranges.newBuilder()
                                .addRange(
                                        Value.Range.newBuilder().setBegin(31000).setEnd(31999))))
                .build();
    }

    private static Resource scalar(String name, double amount) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(amount))
                .build();
    }

    private static Attribute text(String name, String value) {
        return Attribute.newBuilder()
                .setName(name)
                .setType(Value.Type.TEXT)
                .setText(Value.Text.newBuilder().setValue(value))
                .build();
    }

    /** There is room for one instance. */
    @Benchmark
    public MatchRound.Outcome anOfferForOne() {
        return show(fitting, MatchRound.Outcome.USED);
    }

    /** Too small for everybody. */
    @Benchmark
    public MatchRound.Outcome anOfferForNobody() {
        return show(tooSmall, MatchRound.Outcome.USELESS);
    }

    private MatchRound.Outcome show(Offer offer, MatchRound.Outcome expected) {
        MatchRound round = MatchRound.first(matcher, builder, turns, 5, NOW);
        MatchRound.Outcome outcome = round.show(OfferLedger.of(offer));
        round.finish();
        if (outcome != expected) {
            throw new IllegalStateException("The offer is " + outcome + ", not " + expected);
        }
        return outcome;
    }
}
