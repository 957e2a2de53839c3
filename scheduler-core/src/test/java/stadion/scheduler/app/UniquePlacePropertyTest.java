package stadion.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import stadion.scheduler.Apps;
import stadion.scheduler.app.AppEvent.Launch;
import stadion.scheduler.app.AppEvent.Provisioned;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;

/** However an app with UNIQUE hosts is scaled, and whatever happens to its tasks: two of them never share a host, even while one is being killed. */
class UniquePlacePropertyTest {

    private static final int HOSTS = 4;
    private static final AppDefinition APP =
            Apps.app("/app", 3).withConstraints(List.of(AnApp.constraint("hostname UNIQUE")));

    private final OfferMatcher matcher =
            new OfferMatcher(MatchSettings.DEFAULTS, new Random(1), InstantSource.fixed(Apps.T0));

    @Property(tries = 300)
    void noTwoTasksShareAHost(@ForAll long seed) {
        Random random = new Random(seed);
        Cluster cluster = new Cluster().deploy(APP);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(5)) {
                case 0 -> cluster.deploy(APP.withInstances(random.nextInt(HOSTS + 2)));
                case 1 -> any(cluster, random).ifPresent(i -> cluster.status(i, Condition.RUNNING));
                case 2 ->
                    any(cluster, random)
                            .ifPresent(
                                    i -> cluster.status(i, random.nextBoolean() ? Condition.KILLED : Condition.FAILED));
                default -> launchOn("host-" + random.nextInt(HOSTS), cluster);
            }
            assertThat(cluster.state.instances().values().stream()
                            .filter(Instance::hasTask)
                            .map(i -> i.agent().host()))
                    .doesNotHaveDuplicates();
        }
    }

    private static Optional<Instance> any(Cluster cluster, Random random) {
        List<Instance> there = cluster.state.instances().values().stream()
                .filter(Instance::hasTask)
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
        return there.isEmpty() ? Optional.empty() : Optional.of(there.get(random.nextInt(there.size())));
    }

    /** The host offers all it has; one waiting instance is launched there if that is a match. */
    private void launchOn(String host, Cluster cluster) {
        OfferLedger offer = OfferLedger.of(Offer.newBuilder()
                .setId(OfferID.newBuilder().setValue("offer"))
                .setFrameworkId(FrameworkID.newBuilder().setValue("framework"))
                .setAgentId(AgentID.newBuilder().setValue("agent-" + host))
                .setHostname(host)
                .addResources(scalar("cpus"))
                .addResources(scalar("mem"))
                .build());
        cluster.with(Condition.SCHEDULED).findFirst().ifPresent(waiting -> {
            Match match = matcher.match(offer, cluster.state.target().runSpec(), cluster.state.placement());
            if (match instanceof Match.Placed) {
                cluster.happen(new Provisioned(
                        List.of(new Launch(waiting.id(), waiting.incarnation() + 1, offer.agent(), List.of())),
                        cluster.now));
            }
        });
    }

    @SuppressWarnings(
            "deprecation") // The role of a resource as masters send it to frameworks without reservation refinement.
    private static Resource scalar(String name) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(1000))
                .setRole("*")
                .build();
    }
}
