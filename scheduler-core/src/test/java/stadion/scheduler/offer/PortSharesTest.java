package stadion.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;
import stadion.scheduler.offer.MatchSettings.AcceptedRoles;
import stadion.scheduler.offer.PortShares.Taken;

class PortSharesTest {

    private static final RoleFilter ANY = new RoleFilter(List.of(), "prod", AcceptedRoles.ANY);
    private static final RoleFilter PROD = new RoleFilter(List.of("prod"), "prod", AcceptedRoles.ANY);

    @Test
    void several_ports_follow_each_other() {
        List<Integer> ports = numbers(
                AnOffer.from("h").withPorts(31000, 31999).ledger().ports().takeAny(3, ANY, new Random(1)));

        assertThat(ports.get(1)).isEqualTo(ports.get(0) + 1);
        assertThat(ports.get(2)).isEqualTo(ports.get(0) + 2);
    }

    @Test
    void after_the_last_port_come_the_first() {
        PortShares ports =
                AnOffer.from("h").withPorts(1, 3).withPorts(7, 8).ledger().ports();

        assertThat(numbers(ports.takeAny(5, ANY, startingAt(4)))).containsExactly(8, 1, 2, 3, 7);
    }

    @Test
    void a_range_begun_in_the_middle_is_finished_last() {
        PortShares ports =
                AnOffer.from("h").withPorts(1, 3).withPorts(7, 8).ledger().ports();

        assertThat(numbers(ports.takeAny(5, ANY, startingAt(1)))).containsExactly(2, 3, 7, 8, 1);
    }

    @Test
    void ports_of_other_roles_are_passed_over() {
        PortShares ports = AnOffer.from("h")
                .withPorts(1, 2)
                .withPorts(7, 8, "prod")
                .ledger()
                .ports();

        assertThat(ports.available(PROD)).isEqualTo(2);
        assertThat(ports.contains(1, PROD)).isFalse();
        assertThat(numbers(ports.takeAny(2, PROD, startingAt(1)))).containsExactly(8, 7);
        assertThat(ports.available(ANY)).isEqualTo(2);
    }

    @Test
    void a_port_can_be_taken_once() {
        PortShares ports = AnOffer.from("h").withPorts(1, 3).ledger().ports();
        ports.take(2, ANY);

        assertThat(ports.contains(2, ANY)).isFalse();
        assertThat(ports.contains(1, ANY)).isTrue();
        assertThat(ports.contains(3, ANY)).isTrue();
        assertThatThrownBy(() -> ports.take(2, ANY)).hasMessageContaining("port 2");
    }

    @Test
    void neighbours_become_one_range_but_the_order_stays() {
        PortShares ports = AnOffer.from("h").withPorts(1, 9).ledger().ports();

        Resource resource = PortShares.toResources(
                        List.of(ports.take(5, ANY), ports.take(6, ANY), ports.take(4, ANY), ports.take(1, ANY)))
                .get(0);

        assertThat(resource.getRanges().getRangeList()).containsExactly(range(5, 6), range(4, 4), range(1, 1));
    }

    @Test
    void each_owner_gets_a_resource_of_its_own() {
        PortShares ports = AnOffer.from("h")
                .withPorts(1, 2)
                .withPorts(7, 8, "prod")
                .ledger()
                .ports();

        List<Resource> resources =
                PortShares.toResources(List.of(ports.take(7, ANY), ports.take(1, ANY), ports.take(8, ANY)));

        assertThat(resources).extracting(RoleFilter::ownerOf).containsExactly("prod", "*");
        assertThat(resources.get(0).getRanges().getRangeList()).containsExactly(range(7, 8));
    }

    private static List<Integer> numbers(List<Taken> taken) {
        return taken.stream().map(Taken::port).toList();
    }

    private static Value.Range range(int begin, int end) {
        return Value.Range.newBuilder().setBegin(begin).setEnd(end).build();
    }

    /** Begins with the n-th free port. */
    private static Random startingAt(int n) {
        return new Random() {
            @Override
            public int nextInt(int bound) {
                return n;
            }
        };
    }
}
