package stadion.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;

class RollingUpgradeTest {

    @Test
    void withFullCapacityOnBothSidesAllNewOnesStartBeforeAnOldOneStops() {
        RollingUpgrade upgrade = RollingUpgrade.of(4, new UpgradeStrategy(1, 1), false);
        assertThat(upgrade).isEqualTo(new RollingUpgrade(4, 8));
        assertThat(upgrade.killable(4, 0)).isZero();
        assertThat(upgrade.startable(4, 4)).isEqualTo(4);
        assertThat(upgrade.killable(4, 3)).isEqualTo(3);
    }

    @Test
    void withoutOverCapacityOldOnesStopFirst() {
        RollingUpgrade upgrade = RollingUpgrade.of(4, new UpgradeStrategy(0.5, 0), false);
        assertThat(upgrade.startable(4, 4)).isZero();
        assertThat(upgrade.killable(4, 0)).isEqualTo(2);
        assertThat(upgrade.startable(2, 4)).isEqualTo(2);
    }

    @Test
    void withNoRoomOnEitherSideOneMoreIsAllowed() {
        RollingUpgrade upgrade = RollingUpgrade.of(4, new UpgradeStrategy(1, 0), false);
        assertThat(upgrade.maxCapacity()).isEqualTo(5);
        assertThat(upgrade.startable(4, 4)).isEqualTo(1);
    }

    @Test
    void withoutMinimumHealthAllOldOnesMayStopAtOnce() {
        assertThat(RollingUpgrade.of(4, new UpgradeStrategy(0, 0), false).killable(4, 0))
                .isEqualTo(4);
    }

    @Property
    void theBoundsLeaveRoomToMove(
            @ForAll @IntRange(min = 1, max = 1000) int wanted,
            @ForAll @DoubleRange(min = 0, max = 1) double minimumHealth,
            @ForAll @DoubleRange(min = 0, max = 1) double overCapacity) {
        RollingUpgrade upgrade = RollingUpgrade.of(wanted, new UpgradeStrategy(minimumHealth, overCapacity), false);
        assertThat(upgrade.minHealthy()).isLessThanOrEqualTo(wanted);
        assertThat(upgrade.killable(wanted, 0) + upgrade.startable(wanted, wanted))
                .isPositive();
    }
}
