package stadion.scheduler.launch;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.mesos.v1.Protos.Offer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import stadion.scheduler.SchedulerView;
import stadion.scheduler.launch.taskinfo.LaunchSettings;
import stadion.scheduler.mesos.MesosGateway;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.AnOffer;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.Placement;

class MatcherTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.600Z");

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<MesosGateway.Command> mesos = kit.createTestProbe();
    private final TestProbe<Found> apps = kit.createTestProbe();
    private final Offer offer = AnOffer.plentyFrom("h1").build();
    private ActorRef<Matcher.Command> matcher;

    @BeforeEach
    void connect() {
        matcher = kit.spawn(Matcher.create(
                MatcherSettings.DEFAULTS,
                MatchSettings.DEFAULTS,
                LaunchSettings.DEFAULTS,
                new SchedulerView(),
                mesos.ref(),
                InstantSource.fixed(NOW)));
        matcher.tell(new Matcher.Connected(""));
    }

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void anOfferIsAcceptedWhenTheAppHasStoredTheLaunch() {
        Demand demand = wants("/a");
        matcher.tell(new Matcher.OffersArrived(List.of(offer)));

        Found found = apps.receiveMessage();
        found.replyTo().tell(new Found.Stored(found.batch(), demand.waiting(), none(demand)));

        MesosGateway.Accept accept = next(MesosGateway.Accept.class);
        assertThat(accept.offers()).containsExactly(offer.getId());
        assertThat(accept.operations()).hasSize(1);
    }

    @Test
    void anOfferIsGivenBackWhenTheAppIsRemovedBeforeItAnswers() {
        Demand demand = wants("/a");
        matcher.tell(new Matcher.OffersArrived(List.of(offer)));
        apps.receiveMessage();

        matcher.tell(new Matcher.Removed(demand.runSpec().id()));

        assertThat(next(MesosGateway.Decline.class).offers()).containsExactly(offer.getId());
    }

    @Test
    void anAnswerThatComesAfterTheRemovalDoesNoHarm() {
        Demand demand = wants("/a");
        matcher.tell(new Matcher.OffersArrived(List.of(offer)));
        Found found = apps.receiveMessage();
        matcher.tell(new Matcher.Removed(demand.runSpec().id()));
        next(MesosGateway.Decline.class);

        found.replyTo().tell(new Found.Stored(found.batch(), Set.of(), none(demand)));
        wants("/b");
        matcher.tell(new Matcher.OffersArrived(List.of(AnOffer.plentyFrom("h2").build())));

        assertThat(apps.receiveMessage().places()).hasSize(1);
    }

    @Test
    void theOtherAppsOnAnOfferOfARemovedOneAreLaunched() {
        Demand removed = wants("/a");
        Demand stays = wants("/b");
        matcher.tell(new Matcher.OffersArrived(List.of(offer)));
        Found first = apps.receiveMessage();
        Found second = apps.receiveMessage();
        Found found = first.places().get(0).instance().equals(instance(stays)) ? first : second;

        found.replyTo().tell(new Found.Stored(found.batch(), stays.waiting(), none(stays)));
        matcher.tell(new Matcher.Removed(removed.runSpec().id()));

        assertThat(next(MesosGateway.Accept.class).operations()).hasSize(1);
    }

    private static InstanceId instance(Demand demand) {
        return demand.waiting().iterator().next();
    }

    private Demand wants(String id) {
        AppDefinition app = AnApp.called(id);
        InstanceId instance = InstanceId.of(app.id(), new UUID(1, 1));
        Demand demand = new Demand(
                1,
                app,
                HashTreePMap.singleton(instance, Instance.scheduled(instance, NOW, NOW, "*", NOW)),
                HashTreePSet.singleton(instance),
                HashTreePSet.empty(),
                Placement.NONE,
                apps.ref());
        matcher.tell(new Matcher.Wanted(demand));
        return demand;
    }

    private static Demand none(Demand demand) {
        return new Demand(
                demand.revision() + 1,
                demand.runSpec(),
                demand.instances(),
                HashTreePSet.empty(),
                HashTreePSet.empty(),
                Placement.NONE,
                demand.owner());
    }

    /** The next command of this kind; revive and suppress are none of this test's business. */
    private <T extends MesosGateway.Command> T next(Class<T> kind) {
        return kind.cast(mesos.fishForMessage(
                        Duration.ofSeconds(30),
                        command -> kind.isInstance(command)
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .get(0));
    }
}
