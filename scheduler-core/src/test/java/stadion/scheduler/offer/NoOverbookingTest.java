package stadion.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Whatever is offered and whatever is wanted: what is taken of an offer was in it, once. */
class NoOverbookingTest {

    private static final List<String> ROLES = List.of("*", "prod");

    @Property(tries = 500)
    void no_more_is_taken_than_is_offered(
            @ForAll("offers") Offer offer, @ForAll("apps") List<AppDefinition> apps, @ForAll long seed) {
        OfferLedger ledger = OfferLedger.of(offer);
        OfferMatcher matcher = new OfferMatcher(MatchSettings.DEFAULTS, new Random(seed), InstantSource.system());
        Map<String, Long> left = new HashMap<>();
        Set<String> ports = new HashSet<>();
        offer.getResourcesList().forEach(resource -> enter(resource, left, ports));

        for (AppDefinition app : apps) {
            if (matcher.match(ledger, app, Placement.NONE) instanceof Match.Placed placed) {
                Stream.concat(placed.resources().stream(), placed.executorResources().stream())
                        .forEach(resource -> take(resource, left, ports));
                assertThat(sum(placed.resources(), "cpus")).isEqualTo(Math.round(app.cpus() * 1000));
                assertThat(sum(placed.resources(), "mem")).isEqualTo(Math.round(app.mem() * 1000));
                assertThat(placed.ports())
                        .hasSize(app.portDefinitions().size()
                                + app.portMappings().size());
            }
        }
    }

    @Provide
    Arbitrary<Offer> offers() {
        Arbitrary<Resource> scalars = Combinators.combine(
                        Arbitraries.of("cpus", "mem", "disk"),
                        Arbitraries.integers().between(0, 5000),
                        Arbitraries.of(ROLES))
                .as((name, thousandths, role) -> AnOffer.from("h")
                        .with(name, thousandths / 1000.0, role)
                        .build()
                        .getResources(0));
        Arbitrary<Resource> ports = Combinators.combine(
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.of(ROLES))
                .as((first, count, role) -> AnOffer.from("h")
                        .withPorts(first * 10, first * 10 + count - 1, role)
                        .build()
                        .getResources(0));
        return Combinators.combine(
                        scalars.list().ofMaxSize(8),
                        ports.list()
                                .uniqueElements(r -> r.getRanges().getRange(0).getBegin())
                                .ofMaxSize(5))
                .as((some, others) -> AnOffer.from("h").build().toBuilder()
                        .addAllResources(some)
                        .addAllResources(others)
                        .build());
    }

    @Provide
    Arbitrary<List<AppDefinition>> apps() {
        Arbitrary<Double> amounts = Arbitraries.integers().between(0, 1500).map(n -> n / 1000.0);
        Arbitrary<AppDefinition> sized = Combinators.combine(
                        Arbitraries.of(ROLES),
                        amounts,
                        amounts,
                        Arbitraries.of(List.<String>of(), List.of("*"), List.of("prod")),
                        Arbitraries.of(true, false))
                .as((role, cpus, mem, accepted, executor) -> AnApp.called("/a")
                        .withRole(role)
                        .withCpus(cpus)
                        .withMem(mem)
                        .withAcceptedResourceRoles(accepted)
                        .withExecutor(executor ? "/exec" : "//cmd")
                        .withExecutorResources(new ExecutorResources(0.1, 0.1, 0.1)));
        Arbitrary<List<Integer>> numbers = Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(0)),
                        Tuple.of(1, Arbitraries.integers().between(10, 220)))
                .list()
                .ofMaxSize(4);
        Arbitrary<AppDefinition> onHost = Combinators.combine(sized, numbers, Arbitraries.of(true, false))
                .as((app, ports, required) -> app.withPortDefinitions(ports.stream()
                                .filter(p -> !required || p > 0)
                                .map(AnApp::port)
                                .toList())
                        .withRequirePorts(required));
        Arbitrary<AppDefinition> onBridge = Combinators.combine(sized, numbers)
                .as((app, ports) -> app.withNetworks(List.of(AnApp.bridge()))
                        .withContainer(AnApp.docker(
                                ports.stream().map(p -> AnApp.mapping(80, p)).toArray(PortMapping[]::new))));
        return Arbitraries.oneOf(onHost, onBridge).list().ofMaxSize(12);
    }

    private static void enter(Resource resource, Map<String, Long> left, Set<String> ports) {
        String key = resource.getName() + RoleFilter.ownerOf(resource);
        left.merge(key, Math.round(resource.getScalar().getValue() * 1000), Long::sum);
        for (Value.Range range : resource.getRanges().getRangeList()) {
            for (long port = range.getBegin(); port <= range.getEnd(); port++) {
                ports.add(key + port);
            }
        }
    }

    private static void take(Resource resource, Map<String, Long> left, Set<String> ports) {
        String key = resource.getName() + RoleFilter.ownerOf(resource);
        long after = left.merge(key, -Math.round(resource.getScalar().getValue() * 1000), Long::sum);
        assertThat(after).as("%s left", key).isNotNegative();
        for (Value.Range range : resource.getRanges().getRangeList()) {
            for (long port = range.getBegin(); port <= range.getEnd(); port++) {
                assertThat(ports.remove(key + port))
                        .as("port %s of %s was free", port, key)
                        .isTrue();
            }
        }
    }

    private static long sum(List<Resource> resources, String name) {
        return resources.stream()
                .filter(resource -> resource.getName().equals(name))
                .mapToLong(resource -> Math.round(resource.getScalar().getValue() * 1000))
                .sum();
    }
}
