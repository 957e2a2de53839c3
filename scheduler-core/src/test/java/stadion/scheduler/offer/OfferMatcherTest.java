package stadion.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.ExecutorResources;
import stadion.scheduler.offer.MatchSettings.AcceptedRoles;
import stadion.scheduler.offer.OfferMatcher.Match;

class OfferMatcherTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final AppDefinition APP = AnApp.called("/a");

    @Test
    void an_app_that_fits_takes_what_it_needs() {
        AppDefinition app = APP.withCpus(0.5).withMem(64).withDisk(100).withPortDefinitions(List.of(AnApp.port(10000)));

        Match.Placed placed = placed(AnOffer.plentyFrom("h").ledger(), app);

        assertThat(words(placed.resources())).startsWith("cpus(*) 0.5, mem(*) 64.0, disk(*) 100.0, ports(*) ");
        assertThat(placed.hostPorts()).hasSize(1).isEqualTo(placed.ports());
        assertThat(placed.hostPorts().get(0)).isBetween(31000, 31999);
    }

    @Test
    void what_is_zero_is_not_taken() {
        assertThat(words(placed(
                                AnOffer.from("h").with("cpus", 1).ledger(),
                                APP.withCpus(0.001).withMem(0))
                        .resources()))
                .isEqualTo("cpus(*) 0.001");
    }

    @Test
    void the_ledger_is_debited_until_nothing_is_left() {
        OfferLedger offer = AnOffer.from("h").with("cpus", 1).with("mem", 8192).ledger();
        OfferMatcher matcher = matcher(MatchSettings.DEFAULTS);
        AppDefinition app = APP.withCpus(0.3334);

        // Mesos counts thousandths: 0.3334 is 0.333 to it, and three of them fit.
        for (int i = 0; i < 3; i++) {
            assertThat(matcher.match(offer, app, Placement.NONE)).isInstanceOf(Match.Placed.class);
        }
        assertThat(reason(matcher.match(offer, app, Placement.NONE))).isEqualTo(Reason.INSUFFICIENT_CPUS);
    }

    @Test
    void shares_are_used_up_in_the_order_of_the_offer_and_stated_in_reverse() {
        AppDefinition app = APP.withRole("prod").withCpus(2.5).withMem(300);
        OfferLedger offer = AnOffer.from("h")
                .with("cpus", 1, "prod")
                .with("mem", 200, "prod")
                .with("cpus", 2)
                .with("mem", 1000)
                .ledger();

        assertThat(words(placed(offer, app).resources()))
                .isEqualTo("cpus(*) 1.5, cpus(prod) 1.0, mem(*) 100.0, mem(prod) 200.0");
    }

    @Test
    void an_offer_for_another_role_is_refused() {
        assertThat(reason(AnOffer.plentyFrom("h").allocatedTo("prod"), APP)).isEqualTo(Reason.UNFULFILLED_ROLE);
        assertThat(match(AnOffer.plentyFrom("h").allocatedTo("*").ledger(), APP))
                .isInstanceOf(Match.Placed.class);
    }

    @Test
    void an_app_takes_only_from_roles_it_accepts() {
        AppDefinition prod = APP.withRole("prod");
        AnOffer unreserved = AnOffer.plentyFrom("h");

        assertThat(reason(unreserved, prod.withAcceptedResourceRoles(List.of("prod"))))
                .isEqualTo(Reason.UNFULFILLED_ROLE);
        assertThat(reason(unreserved.with("cpus", 0.05, "prod"), prod.withAcceptedResourceRoles(List.of("prod"))))
                .isEqualTo(Reason.INSUFFICIENT_CPUS);
    }

    @Test
    void the_flag_says_whose_resources_are_taken_by_default() {
        AnOffer offer = AnOffer.from("h")
                .with("cpus", 1)
                .with("mem", 99)
                .with("cpus", 1, "prod")
                .with("mem", 99, "prod");
        AppDefinition app = APP.withRole("prod").withCpus(1.5);

        assertThat(match(offer.ledger(), app, accepting(AcceptedRoles.ANY))).isInstanceOf(Match.Placed.class);
        assertThat(reason(match(offer.ledger(), app, accepting(AcceptedRoles.RESERVED))))
                .isEqualTo(Reason.INSUFFICIENT_CPUS);
        assertThat(reason(match(offer.ledger(), app, accepting(AcceptedRoles.UNRESERVED))))
                .isEqualTo(Reason.INSUFFICIENT_CPUS);
    }

    @Test
    void what_is_reserved_for_one_resident_instance_is_not_for_others() {
        AppDefinition app = APP.withRole("prod");

        assertThat(reason(
                        AnOffer.from("h")
                                .withReserved("cpus", 1, "prod", "marathon_task_id")
                                .with("mem", 99),
                        app))
                .isEqualTo(Reason.INSUFFICIENT_CPUS);
        assertThat(match(
                        AnOffer.from("h")
                                .withReserved("cpus", 1, "prod", "other")
                                .with("mem", 99)
                                .ledger(),
                        app))
                .isInstanceOf(Match.Placed.class);
    }

    @Test
    void only_the_root_disk_is_for_tasks() {
        assertThat(reason(AnOffer.from("h").with("cpus", 1).with("mem", 99).withMount("/mnt", 500), APP.withDisk(10)))
                .isEqualTo(Reason.INSUFFICIENT_DISK);
    }

    @Test
    void refusals_come_in_the_order_of_the_funnel() {
        AppDefinition app = APP.withDisk(10)
                .withGpus(1)
                .withPortDefinitions(List.of(AnApp.port(10000)))
                .withConstraints(List.of(AnApp.constraint("rack IS r1")));
        AnOffer offer = AnOffer.from("h").with("other", 1);

        assertThat(reason(offer, app)).isEqualTo(Reason.UNFULFILLED_CONSTRAINT);
        assertThat(reason(offer.attribute("rack", "r1"), app)).isEqualTo(Reason.INSUFFICIENT_CPUS);
        assertThat(reason(offer.with("cpus", 1), app)).isEqualTo(Reason.INSUFFICIENT_MEMORY);
        assertThat(reason(offer.with("mem", 99), app)).isEqualTo(Reason.INSUFFICIENT_DISK);
        assertThat(reason(offer.with("disk", 99), app)).isEqualTo(Reason.INSUFFICIENT_GPUS);
        assertThat(reason(offer.with("gpus", 2), app)).isEqualTo(Reason.INSUFFICIENT_PORTS);
        assertThat(reason(offer.withPorts(1, 1), app.withGpus(0))).isEqualTo(Reason.DECLINED_SCARCE_RESOURCES);
        assertThat(match(offer.ledger(), app)).isInstanceOf(Match.Placed.class);
    }

    @Test
    void a_refusal_can_be_explained() {
        assertThat(refused(AnOffer.from("h").with("cpus", 1).with("mem", 384).ledger(), APP.withMem(512))
                        .detail())
                .isEqualTo("mem: needs 512.0, offer has 384.0 of roles *");
        assertThat(refused(
                                AnOffer.plentyFrom("h").attribute("rack", "r2").ledger(),
                                APP.withConstraints(List.of(AnApp.constraint("rack IS r1"))))
                        .detail())
                .isEqualTo("rack IS r1: the agent has r2");
    }

    @Test
    void infinity_fits_nowhere() {
        assertThat(reason(AnOffer.plentyFrom("h"), APP.withMem(Double.POSITIVE_INFINITY)))
                .isEqualTo(Reason.INSUFFICIENT_MEMORY);
    }

    @Test
    void a_custom_executor_needs_resources_too() {
        AppDefinition app = APP.withExecutor("/opt/exec").withExecutorResources(new ExecutorResources(0.3, 48, 12));

        assertThat(words(placed(AnOffer.plentyFrom("h").ledger(), app).executorResources()))
                .isEqualTo("cpus(*) 0.3, mem(*) 48.0, disk(*) 12.0");
        assertThat(reason(AnOffer.from("h").with("cpus", 0.39).with("mem", 99).with("disk", 99), app))
                .isEqualTo(Reason.INSUFFICIENT_CPUS);
        assertThat(placed(AnOffer.plentyFrom("h").ledger(), app.withExecutor("//cmd"))
                        .executorResources())
                .isEmpty();
    }

    @Test
    void required_ports_must_all_be_offered() {
        AppDefinition app = APP.withPortDefinitions(List.of(AnApp.port(8080), AnApp.port(8081)))
                .withRequirePorts(true);
        AnOffer offer = AnOffer.plentyFrom("h").withPorts(8080, 8080);

        assertThat(refused(offer.ledger(), app).detail())
                .isEqualTo("ports: needs 8081, which is not among the free ports of roles *");
        assertThat(placed(offer.withPorts(8081, 8081).ledger(), app).hostPorts())
                .containsExactly(8080, 8081);
    }

    @Test
    void mapped_ports_are_fixed_or_chosen_or_none() {
        AppDefinition app = APP.withNetworks(List.of(AnApp.network("net")))
                .withContainer(AnApp.docker(
                        AnApp.mapping(80, 0),
                        AnApp.mapping(81, 31009),
                        AnApp.mapping(82, null),
                        AnApp.mapping(0, null)));

        Match.Placed placed = placed(AnOffer.plentyFrom("h").ledger(), app);

        assertThat(placed.hostPorts().get(0)).isBetween(31000, 31999).isNotEqualTo(31009);
        assertThat(placed.hostPorts().subList(1, 4)).containsExactly(31009, null, null);
        assertThat(placed.ports().subList(0, 3))
                .containsExactly(placed.hostPorts().get(0), 31009, 82);
        assertThat(placed.ports().get(3)).isBetween(1025, 65535);
    }

    @Test
    void one_host_port_can_serve_tcp_and_udp() {
        AppDefinition app = APP.withNetworks(List.of(AnApp.bridge()))
                .withContainer(AnApp.docker(AnApp.mapping(53, 31053), AnApp.mapping(53, 31053)));
        OfferLedger offer = AnOffer.from("h")
                .with("cpus", 1)
                .with("mem", 99)
                .withPorts(31053, 31053)
                .ledger();

        assertThat(placed(offer, app).hostPorts()).containsExactly(31053, 31053);
        assertThat(reason(match(offer, app))).isEqualTo(Reason.INSUFFICIENT_PORTS);
    }

    @Test
    void agents_in_maintenance_are_left_alone() {
        assertThat(reason(AnOffer.plentyFrom("h").unavailableFrom(NOW), APP)).isEqualTo(Reason.UNFULFILLED_CONSTRAINT);
        assertThat(isPlaced(AnOffer.plentyFrom("h").unavailableFrom(NOW.plusSeconds(1)), MatchSettings.DEFAULTS))
                .isTrue();
        assertThat(isPlaced(
                        AnOffer.plentyFrom("h").unavailable(NOW.minusSeconds(60), Duration.ofSeconds(60)),
                        MatchSettings.DEFAULTS))
                .isTrue();
        assertThat(isPlaced(
                        AnOffer.plentyFrom("h").unavailableFrom(NOW.plusSeconds(9)),
                        new MatchSettings(AcceptedRoles.ANY, true, Duration.ofSeconds(10), true, null)))
                .isFalse();
        assertThat(isPlaced(
                        AnOffer.plentyFrom("h").unavailableFrom(NOW),
                        new MatchSettings(AcceptedRoles.ANY, false, Duration.ZERO, true, null)))
                .isTrue();
    }

    @Test
    void other_regions_are_for_apps_that_ask_for_them() {
        MatchSettings atHome = MatchSettings.DEFAULTS.withHomeRegion("home");
        AppDefinition choosy = APP.withConstraints(List.of(AnApp.constraint("@zone LIKE .*")));

        assertThat(isPlaced(AnOffer.plentyFrom("h").in("home", "z"), atHome)).isTrue();
        assertThat(isPlaced(AnOffer.plentyFrom("h"), atHome)).isTrue();
        assertThat(isPlaced(AnOffer.plentyFrom("h").in("away", "z"), MatchSettings.DEFAULTS))
                .isTrue();
        assertThat(reason(match(AnOffer.plentyFrom("h").in("away", "z").ledger(), APP, atHome)))
                .isEqualTo(Reason.UNFULFILLED_CONSTRAINT);
        assertThat(match(AnOffer.plentyFrom("h").in("away", "z").ledger(), choosy, atHome))
                .isInstanceOf(Match.Placed.class);
    }

    @Test
    void the_label_overrides_the_flag_on_gpus() {
        MatchSettings unrestricted = new MatchSettings(AcceptedRoles.ANY, true, Duration.ZERO, false, null);
        AnOffer offer = AnOffer.plentyFrom("h").with("gpus", 2);
        AppDefinition restrictedApp = APP.withLabels(Map.of("GPU_SCHEDULING_BEHAVIOR", "restricted"));
        AppDefinition unrestrictedApp = APP.withLabels(Map.of("GPU_SCHEDULING_BEHAVIOR", "unrestricted"));

        assertThat(match(offer.ledger(), unrestrictedApp)).isInstanceOf(Match.Placed.class);
        assertThat(match(offer.ledger(), APP, unrestricted)).isInstanceOf(Match.Placed.class);
        assertThat(reason(match(offer.ledger(), restrictedApp, unrestricted)))
                .isEqualTo(Reason.DECLINED_SCARCE_RESOURCES);
    }

    private static boolean isPlaced(AnOffer offer, MatchSettings settings) {
        return match(offer.ledger(), APP, settings) instanceof Match.Placed;
    }

    private static Match match(OfferLedger offer, AppDefinition app) {
        return match(offer, app, MatchSettings.DEFAULTS);
    }

    private static Match match(OfferLedger offer, AppDefinition app, MatchSettings settings) {
        return matcher(settings).match(offer, app, Placement.NONE);
    }

    private static OfferMatcher matcher(MatchSettings settings) {
        return new OfferMatcher(settings, new Random(7), InstantSource.fixed(NOW));
    }

    private static MatchSettings accepting(AcceptedRoles roles) {
        return new MatchSettings(roles, true, Duration.ZERO, true, null);
    }

    private static Match.Placed placed(OfferLedger offer, AppDefinition app) {
        return (Match.Placed) match(offer, app);
    }

    private static Match.Refused refused(OfferLedger offer, AppDefinition app) {
        return (Match.Refused) match(offer, app);
    }

    private static Reason reason(AnOffer offer, AppDefinition app) {
        return reason(match(offer.ledger(), app));
    }

    private static Reason reason(Match match) {
        return ((Match.Refused) match).reason();
    }

    private static String words(List<Resource> resources) {
        return resources.stream()
                .map(r -> r.getName() + "(" + RoleFilter.ownerOf(r) + ") "
                        + (r.hasScalar() ? r.getScalar().getValue() : r.getRanges()))
                .collect(Collectors.joining(", "));
    }
}
