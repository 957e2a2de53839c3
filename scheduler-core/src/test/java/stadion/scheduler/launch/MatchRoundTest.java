package stadion.scheduler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;
import stadion.scheduler.Apps;
import stadion.scheduler.launch.MatchRound.Outcome;
import stadion.scheduler.launch.MatchRound.Residents;
import stadion.scheduler.launch.taskinfo.LaunchBuilder;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.Instance.LocalVolume;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.AnOffer;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;
import stadion.scheduler.offer.Reservation;

class MatchRoundTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.600Z");

    private static final AppDefinition DB = Apps.resident("/db", 1);
    private static final InstanceId ID = InstanceId.of(DB.id(), new UUID(1, 0));

    private final OfferMatcher matcher =
            new OfferMatcher(MatchSettings.DEFAULTS, new Random(1), InstantSource.fixed(NOW));
    private final Turns turns = new Turns(MatchSettings.DEFAULTS);

    @Test
    void thoseWhoWaitShareAnOfferByTurns() {
        waits(app("/a", 1), 4);
        waits(app("/b", 1), 4);
        MatchRound round = round(10);

        assertThat(round.show(offer("h1", 4))).isEqualTo(Outcome.USED);

        assertThat(launched(round)).containsExactlyInAnyOrder("/a 2", "/b 2");
    }

    @Test
    void anOfferGetsNoMoreThanItsShare() {
        waits(app("/a", 0.1), 20);
        MatchRound round = round(5);

        round.show(offer("h1", 100));
        round.show(offer("h2", 100));

        assertThat(launched(round)).containsExactly("/a 10");
    }

    @Test
    void whoWasServedLastIsTheLastInTheNextRound() {
        waits(app("/a", 1), 4);
        waits(app("/b", 1), 4);
        MatchRound first = round(1);
        first.show(offer("h1", 1));
        String served = launched(first).get(0);

        MatchRound second = round(1);
        second.show(offer("h2", 1));

        assertThat(launched(second)).hasSize(1).doesNotContain(served);
    }

    @Test
    void anOfferThatNobodyCanUseIsUseless() {
        waits(app("/a", 8), 1);
        waits(app("/b", 9), 1);
        MatchRound round = round(5);

        assertThat(round.show(offer("h1", 4))).isEqualTo(Outcome.USELESS);

        assertThat(round.finish())
                .allSatisfy(seeker ->
                        assertThat(seeker.seen().summary().unusedOffers()).hasSize(1));
    }

    @Test
    void anOfferIsUselessWhileNobodyWaits() {
        assertThat(round(5).show(offer("h1", 4))).isEqualTo(Outcome.USELESS);
    }

    @Test
    void anOfferThatComesWhenAllAreServedIsKeptForTheNextRound() {
        waits(app("/a", 1), 1);
        MatchRound round = round(5);
        round.show(offer("h1", 4));

        assertThat(round.show(offer("h2", 4))).isEqualTo(Outcome.UNTRIED);
    }

    @Test
    void anOfferIsShownToAThousandAtMostAndToTheOthersTheNextTime() {
        for (int i = 0; i < MatchRound.MAX_REFUSALS; i++) {
            waits(app("/large-" + i, 8), 1);
        }
        waits(app("/small", 1), 1);

        assertThat(round(5).show(offer("h1", 4))).isEqualTo(Outcome.UNTRIED);
        MatchRound second = round(5);
        assertThat(second.show(offer("h1", 4))).isEqualTo(Outcome.USED);
        assertThat(launched(second)).contains("/small 1");
    }

    @Test
    void anOfferTooSmallForEveryoneIsUselessAndSomeAreToldWhyTheOthersTheNextTime() {
        for (int i = 0; i < 2 * MatchRound.MAX_EXPLAINED; i++) {
            waits(app("/large-" + i, 8), 1);
        }
        MatchRound first = round(5);
        MatchRound second = round(5);

        assertThat(first.show(offer("h1", 4))).isEqualTo(Outcome.USELESS);
        assertThat(second.show(offer("h1", 4))).isEqualTo(Outcome.USELESS);

        assertThat(Stream.of(first, second).flatMap(round -> round.finish().stream()))
                .hasSize(2 * MatchRound.MAX_EXPLAINED)
                .extracting(seeker -> seeker.demand().runSpec().id())
                .doesNotHaveDuplicates();
    }

    @Test
    void aConstraintCountsWhatTheSameRoundHasPlaced() {
        waits(app("/a", 1).withConstraints(List.of(AnApp.constraint("hostname UNIQUE"))), 3);
        MatchRound round = round(5);

        round.show(offer("h1", 4));
        round.show(offer("h2", 4));

        assertThat(launched(round)).containsExactly("/a 2");
    }

    @Test
    void forAnInstanceWithAVolumeRoomIsReservedFirst() {
        waits(DB, 1);
        MatchRound round = round(5);

        assertThat(round.show(OfferLedger.of(plenty("h1").build()))).isEqualTo(Outcome.USED);

        MatchRound.Seeker seeker = round.finish().iterator().next();
        assertThat(seeker.places()).singleElement().satisfies(place -> {
            assertThat(place.isToBeReserved()).isTrue();
            assertThat(place.volumes()).extracting(LocalVolume::containerPath).containsExactly("data");
        });
        assertThat(types(seeker.launches().get(0).operations()))
                .containsExactly(Operation.Type.RESERVE, Operation.Type.CREATE);
    }

    @Test
    void itIsLaunchedOnTheOfferThatCarriesWhatIsReservedForItAndOnNoOther() {
        List<Resource> reserved = reserved();
        isReserved(DB);
        MatchRound round = round(5);

        assertThat(round.show(OfferLedger.of(plenty("h1").build()))).isEqualTo(Outcome.USELESS);
        assertThat(round.show(OfferLedger.of(AnOffer.from("h1").with(reserved).build())))
                .isEqualTo(Outcome.USED);

        MatchRound.Seeker seeker = round.finish().iterator().next();
        assertThat(seeker.places())
                .singleElement()
                .satisfies(place -> assertThat(place.isToBeReserved()).isFalse());
        assertThat(types(seeker.launches().get(0).operations())).containsExactly(Operation.Type.LAUNCH);
        assertThat(round.releases()).isEmpty();
    }

    @Test
    void itIsLaunchedOnceThoughSeveralOffersCarryIt() {
        List<Resource> reserved = reserved();
        isReserved(DB);
        MatchRound round = round(5);

        round.show(OfferLedger.of(AnOffer.from("h1").with(reserved).build()));
        round.show(OfferLedger.of(AnOffer.from("h1").with(reserved).build()));

        assertThat(launched(round)).containsExactly("/db 1");
    }

    @Test
    void whatIsReservedForAnInstanceThatMayNotBeLaunchedYetIsLeftAlone() {
        MatchRound round = round(5);

        assertThat(round.show(OfferLedger.of(AnOffer.from("h1").with(reserved()).build())))
                .isEqualTo(Outcome.USELESS);

        assertThat(round.releases()).isEmpty();
    }

    @Test
    void whatIsReservedForAnInstanceThatIsGoneIsReleased() {
        MatchRound round = round(5, new Residents(ID::equals, null));

        assertThat(round.show(OfferLedger.of(AnOffer.from("h1").with(reserved()).build())))
                .isEqualTo(Outcome.RELEASED);

        assertThat(round.released()).containsExactly(ID);
        MesosGateway.Accept accept =
                (MesosGateway.Accept) round.releases().get(0).call();
        assertThat(types(accept.operations())).containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
    }

    @Test
    void anOfferIsReleasedInPartAndUsedInPart() {
        List<Resource> reserved = reserved();
        waits(app("/a", 1), 1);
        MatchRound round = round(5, new Residents(ID::equals, null));

        assertThat(round.show(OfferLedger.of(plenty("h1").with(reserved).build())))
                .isEqualTo(Outcome.USED);

        MatchRound.Launch launch = round.finish().iterator().next().launches().get(0);
        launch.acceptance().confirm(launch.operations());
        MesosGateway.Accept accept = (MesosGateway.Accept) launch.acceptance().call();
        assertThat(types(accept.operations()))
                .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE, Operation.Type.LAUNCH);
        assertThat(round.releases()).isEmpty();
    }

    private static AnOffer plenty(String host) {
        return AnOffer.plentyFrom(host);
    }

    private static List<Operation.Type> types(List<Operation> operations) {
        return operations.stream().map(Operation::getType).toList();
    }

    /** What Mesos keeps for the one instance of the app with a volume. */
    private List<Resource> reserved() {
        Reservation reservation = new Reservation("framework", ID, null);
        Match.Reserved reserved = (Match.Reserved) matcher.reserve(
                OfferLedger.of(plenty("h1").build()), DB, Placement.NONE, reservation, UUID::randomUUID);
        List<Resource> resources = new ArrayList<>(reserved.resources());
        resources.removeIf(resource -> resource.getName().equals("disk"));
        resources.addAll(reserved.volumes());
        return resources;
    }

    /** Something is reserved for the one instance of an app, which waits for it. */
    private void isReserved(AppDefinition app) {
        Instance instance = Instance.scheduled(ID, NOW, NOW, "db", NOW)
                .withLocalVolumes(List.of(new LocalVolume("db#data#1", "data")));
        turns.put(new Demand(
                1,
                app,
                HashTreePMap.singleton(ID, instance),
                HashTreePSet.empty(),
                HashTreePSet.singleton(ID),
                Placement.NONE,
                null));
    }

    private MatchRound round(int perOffer, Residents residents) {
        return new MatchRound(
                matcher,
                new LaunchBuilder(LaunchSettings.DEFAULTS),
                turns,
                id -> Map.of(),
                id -> OfferStats.NONE,
                id -> false,
                residents,
                perOffer,
                NOW);
    }

    private MatchRound round(int perOffer) {
        return MatchRound.first(matcher, new LaunchBuilder(LaunchSettings.DEFAULTS), turns, perOffer, NOW);
    }

    private static List<String> launched(MatchRound round) {
        List<String> launched = new ArrayList<>();
        for (MatchRound.Seeker seeker : round.finish()) {
            if (!seeker.launches().isEmpty()) {
                launched.add(
                        seeker.demand().runSpec().id() + " " + seeker.launches().size());
            }
        }
        return launched;
    }

    private static AppDefinition app(String id, double cpus) {
        return AnApp.called(id).withCpus(cpus);
    }

    private static OfferLedger offer(String host, double cpus) {
        return OfferLedger.of(AnOffer.from(host)
                .with("cpus", cpus)
                .with("mem", 8192)
                .withPorts(31000, 31999)
                .build());
    }

    private void waits(AppDefinition app, int instances) {
        PMap<InstanceId, Instance> all = HashTreePMap.empty();
        PSet<InstanceId> waiting = HashTreePSet.empty();
        for (int i = 0; i < instances; i++) {
            InstanceId id = InstanceId.of(app.id(), new UUID(1, i));
            all = all.plus(id, Instance.scheduled(id, NOW, NOW, "*", NOW));
            waiting = waiting.plus(id);
        }
        turns.put(new Demand(1, app, all, waiting, HashTreePSet.empty(), Placement.NONE, null));
    }
}
