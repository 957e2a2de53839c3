package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleSubscriptionTest {

    private final RoleSubscription roles = new RoleSubscription(Set.of("a", "b", "c"), Set.of("b", "c"));

    @Test
    void revivedRolesAreSuppressedNoMore() {
        assertThat(roles.revive(Set.of("b")).suppressed()).containsExactly("c");
        assertThat(roles.revive(Set.of("a", "b", "c")).suppressed()).isEmpty();
    }

    @Test
    void suppressedRolesAddUp() {
        assertThat(roles.revive(Set.of("c")).suppress(Set.of("a")).suppressed()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void noRolesMeansAllRoles() {
        assertThat(roles.revive(Set.of()).suppressed()).isEmpty();
        assertThat(roles.suppress(Set.of()).suppressed()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void onlySubscribedRolesCanBeSuppressed() {
        assertThat(new RoleSubscription(Set.of("a"), Set.of("a", "x")).suppressed())
                .containsExactly("a");
        assertThat(roles.suppress(Set.of("x")).suppressed()).containsExactlyInAnyOrder("b", "c");
    }
}
