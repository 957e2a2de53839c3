package stadion.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.Volume;
import stadion.scheduler.model.AppDefinition.Volume.Persistent;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.OfferMatcher.Match;

/** Apps with persistent volumes: room is reserved, volumes are made, launched on and given back. */
class PersistentVolumesTest {

    private static final InstanceId ME = InstanceId.of(AnApp.called("/db").id(), new UUID(1, 1));
    private static final Reservation MINE = new Reservation("framework", ME, "me");

    private final OfferMatcher matcher =
            new OfferMatcher(MatchSettings.DEFAULTS, new Random(1), InstantSource.fixed(Instant.EPOCH));

    @Test
    void an_app_with_volumes_is_not_launched_without_them() {
        assertThat(reason(matcher.match(AnOffer.plentyFrom("h").ledger(), app(root("data", 64)), Placement.NONE)))
                .isEqualTo(Reason.NO_CORRESPONDING_RESERVATION_FOUND);
    }

    @Test
    void what_the_instance_needs_is_reserved_for_its_role_and_itself() {
        Match.Reserved reserved = reserved(AnOffer.plentyFrom("h"), app(root("data", 64)));

        assertThat(reserved.resources()).extracting(Resource::getName).containsExactly("cpus", "mem", "disk");
        assertThat(reserved.resources()).extracting(RoleFilter::ownerOf).containsOnly("prod");
        assertThat(reserved.resources())
                .allMatch(resource ->
                        Reservation.instanceOf(resource, "framework").equals(Optional.of(ME)))
                .allMatch(resource -> resource.getReservation().getPrincipal().equals("me"));
        assertThat(reserved.volumes().get(0).getDisk().getPersistence().getId()).isEqualTo("db#data#" + new UUID(2, 2));
    }

    @Test
    void root_volumes_share_the_root_disk_with_the_task() {
        AppDefinition app = app(root("a", 60), root("b", 30)).withDisk(10);
        AnOffer offer = AnOffer.from("h").with("cpus", 1).with("mem", 99);

        assertThat(reason(reserve(
                        AnOffer.from("h").with("cpus", 1).with("mem", 99).with("disk", 99), app)))
                .isEqualTo(Reason.INSUFFICIENT_DISK);
        assertThat(reserve(offer.with("disk", 100), app)).isInstanceOf(Match.Reserved.class);
    }

    @Test
    void only_what_is_unreserved_can_be_reserved() {
        assertThat(reason(reserve(
                        AnOffer.from("h")
                                .with("cpus", 9, "prod")
                                .with("mem", 99)
                                .with("disk", 99),
                        app(root("data", 64)))))
                .isEqualTo(Reason.INSUFFICIENT_CPUS);
    }

    @Test
    void a_mount_volume_takes_the_smallest_disk_that_will_do_as_a_whole() {
        AnOffer offer = AnOffer.plentyFrom("h")
                .withMount("/m/large", 1000)
                .withMount("/m/small", 50)
                .withMount("/m/right", 100);

        assertThat(volumes(reserved(offer, app(mount("data", 64, null))))).containsExactly("data /m/right 100.0");
        assertThat(volumes(reserved(offer, app(mount("data", 64, null), mount("logs", 64, null)))))
                .containsExactly("logs /m/large 1000.0", "data /m/right 100.0");
    }

    @Test
    void a_mount_volume_can_be_limited_in_size() {
        AnOffer offer = AnOffer.plentyFrom("h").withMount("/m", 1000);

        assertThat(reason(reserve(offer, app(mount("data", 64, 999L))))).isEqualTo(Reason.INSUFFICIENT_DISK);
        assertThat(reserve(offer, app(mount("data", 64, 1000L)))).isInstanceOf(Match.Reserved.class);
    }

    @Test
    void a_mount_is_used_once() {
        OfferLedger ledger = AnOffer.plentyFrom("h").withMount("/m", 100).ledger();
        AppDefinition app = app(mount("data", 64, null));

        assertThat(reserve(ledger, app)).isInstanceOf(Match.Reserved.class);
        assertThat(reason(reserve(ledger, app))).isEqualTo(Reason.INSUFFICIENT_DISK);
    }

    @Test
    void path_volumes_share_a_disk_while_there_is_room() {
        OfferLedger ledger = AnOffer.plentyFrom("h").withPath("/p", 100).ledger();

        assertThat(volumes((Match.Reserved) reserve(ledger, app(path("a", 40), path("b", 40)))))
                .containsExactly("b /p 40.0", "a /p 40.0");
        assertThat(reason(reserve(ledger, app(path("a", 21))))).isEqualTo(Reason.INSUFFICIENT_DISK);
        assertThat(reserve(ledger, app(path("a", 20)))).isInstanceOf(Match.Reserved.class);
    }

    @Test
    void a_volume_can_be_choosy_about_its_directory() {
        AnOffer offer = AnOffer.plentyFrom("h").withMount("/m1", 100).withMount("/m2", 1000);

        assertThat(volumes(reserved(offer, app(on("data", null, "path LIKE /m2")))))
                .containsExactly("data /m2 1000.0");
        assertThat(volumes(reserved(offer, app(on("data", null, "path UNLIKE /m1")))))
                .containsExactly("data /m2 1000.0");
        assertThat(reason(reserve(offer, app(on("data", null, "path LIKE /m")))))
                .isEqualTo(Reason.INSUFFICIENT_DISK);
    }

    @Test
    void the_profile_of_a_disk_must_be_the_one_asked_for() {
        AnOffer offer = AnOffer.plentyFrom("h")
                .withDisk(100, Source.newBuilder().setType(Source.Type.MOUNT).setProfile("fast"));

        assertThat(reserve(offer, app(on("data", "fast", "path UNLIKE x")))).isInstanceOf(Match.Reserved.class);
        assertThat(reason(reserve(offer, app(on("data", null, "path UNLIKE x")))))
                .isEqualTo(Reason.INSUFFICIENT_DISK);
    }

    @Test
    void an_instance_is_launched_on_its_own_reservation_with_the_same_ports() {
        AppDefinition app = app(root("data", 64)).withPortDefinitions(List.of(AnApp.port(1), AnApp.port(2)));
        AnOffer offer = AnOffer.plentyFrom("h").with(asOffered(reserved(AnOffer.plentyFrom("h"), app)));

        Match.Placed first = (Match.Placed) matcher.matchReserved(offer.ledger(), app, ME);
        Match.Placed again = (Match.Placed) matcher.matchReserved(offer.ledger(), app, ME);

        assertThat(first).isEqualTo(again);
        assertThat(first.hostPorts()).isSorted();
        assertThat(first.resources()).extracting(Resource::getName).containsExactly("cpus", "mem", "ports", "disk");
        assertThat(first.resources()).allMatch(Resource::hasReservation);
    }

    @Test
    void without_a_reservation_or_a_volume_there_is_no_launch() {
        AppDefinition app = app(root("data", 64));
        AnOffer others = AnOffer.plentyFrom("h").with(asOffered(reserved(AnOffer.plentyFrom("h"), app)));
        InstanceId another = InstanceId.of(app.id(), new UUID(1, 2));

        assertThat(reason(matcher.matchReserved(others.ledger(), app, another)))
                .isEqualTo(Reason.NO_CORRESPONDING_RESERVATION_FOUND);
        assertThat(reason(matcher.matchReserved(others.ledger(), app(root("data", 64), root("more", 1)), ME)))
                .isEqualTo(Reason.NO_CORRESPONDING_RESERVATION_FOUND);
        assertThat(reason(matcher.matchReserved(others.ledger(), app.withCpus(9), ME)))
                .isEqualTo(Reason.INSUFFICIENT_CPUS);
        assertThat(reason(matcher.matchReserved(others.allocatedTo("*").ledger(), app, ME)))
                .isEqualTo(Reason.UNFULFILLED_ROLE);
    }

    @Test
    void what_is_reserved_for_instances_that_are_gone_is_released() {
        AppDefinition app = app(mount("data", 64, null));
        AnOffer offer = AnOffer.plentyFrom("h").withMount("/m", 100);
        AnOffer offered = AnOffer.plentyFrom("h").with(asOffered(reserved(offer, app)));

        List<Operation> operations = ReservationOperations.release(offered.build(), ME::equals);

        assertThat(operations)
                .extracting(Operation::getType)
                .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
        Resource disk = operations.get(1).getUnreserve().getResources(2);
        assertThat(disk.getDisk().hasPersistence()).isFalse();
        assertThat(disk.getDisk().getSource().getMount().getRoot()).isEqualTo("/m");
        assertThat(ReservationOperations.release(offered.build(), i -> false)).isEmpty();
    }

    @Test
    void reservations_of_other_frameworks_are_left_alone() {
        AppDefinition app = app(root("data", 64));
        Reservation theirs = new Reservation("other", ME, null);
        Match.Reserved reserved = (Match.Reserved)
                matcher.reserve(AnOffer.plentyFrom("h").ledger(), app, Placement.NONE, theirs, UUID::randomUUID);
        AnOffer offered = AnOffer.from("h").with(asOffered(reserved));

        assertThat(ReservationOperations.release(offered.build(), i -> true)).isEmpty();
        assertThat(reason(matcher.matchReserved(offered.ledger(), app, ME)))
                .isEqualTo(Reason.NO_CORRESPONDING_RESERVATION_FOUND);
    }

    private Match reserve(AnOffer offer, AppDefinition app) {
        return reserve(offer.ledger(), app);
    }

    private Match reserve(OfferLedger ledger, AppDefinition app) {
        return matcher.reserve(ledger, app, Placement.NONE, MINE, () -> new UUID(2, 2));
    }

    private Match.Reserved reserved(AnOffer offer, AppDefinition app) {
        return (Match.Reserved) reserve(offer, app);
    }

    private static Reason reason(Match match) {
        return ((Match.Refused) match).reason();
    }

    /** What Mesos offers once it has reserved and created: the volumes in place of their disk space. */
    private static List<Resource> asOffered(Match.Reserved reserved) {
        List<Resource> offered = new ArrayList<>(reserved.resources());
        offered.removeIf(resource -> resource.getName().equals("disk"));
        offered.addAll(reserved.volumes());
        return offered;
    }

    private static List<String> volumes(Match.Reserved reserved) {
        return reserved.volumes().stream()
                .map(volume -> volume.getDisk().getVolume().getContainerPath() + " "
                        + volume.getDisk().getSource().getMount().getRoot()
                        + volume.getDisk().getSource().getPath().getRoot() + " "
                        + volume.getScalar().getValue())
                .toList();
    }

    private static AppDefinition app(Volume... volumes) {
        return AnApp.called("/db").withRole("prod").withContainer(AnApp.plain(volumes));
    }

    private static Volume root(String containerPath, long size) {
        return new Persistent(containerPath, "RW", "root", size, null, null, List.of());
    }

    private static Volume mount(String containerPath, long size, Long maxSize) {
        return new Persistent(containerPath, "RW", "mount", size, maxSize, null, List.of());
    }

    private static Volume path(String containerPath, long size) {
        return new Persistent(containerPath, "RW", "path", size, null, null, List.of());
    }

    private static Volume on(String containerPath, String profile, String... constraints) {
        List<Constraint> parsed = Stream.of(constraints).map(AnApp::constraint).toList();
        return new Persistent(containerPath, "RW", "mount", 64, null, profile, parsed);
    }
}
