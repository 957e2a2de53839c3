package stadion.scheduler.app;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.InstanceId;

/**
 * Which instances go first when there are too many: those that were named, then those that are furthest from running, then the youngest or oldest (Marathon:
 * {@code ScalingProposition} and {@code KillSelection}).
 */
final class KillOrder {

    private KillOrder() {}

    static List<InstanceId> choose(
            Stream<Instance> candidates, int count, List<InstanceId> first, KillSelection selection) {
        Set<InstanceId> named = new HashSet<>(first);
        Comparator<Instance> byAge = Comparator.comparing(KillOrder::start);
        return candidates
                .sorted(Comparator.comparing((Instance i) -> !named.contains(i.id()))
                        .thenComparing(KillOrder::weight)
                        .thenComparing(selection == KillSelection.YOUNGEST_FIRST ? byAge.reversed() : byAge)
                        .thenComparing(Instance::id))
                .limit(count)
                .map(Instance::id)
                .toList();
    }

    private static int weight(Instance instance) {
        return switch (instance.condition()) {
            case SCHEDULED, PROVISIONED -> 0;
            case UNREACHABLE, UNREACHABLE_INACTIVE -> 1;
            case STAGING -> 2;
            case STARTING -> 3;
            case RUNNING -> 4;
            default -> 5;
        };
    }

    private static Instant start(Instance instance) {
        if (instance.startedAt() != null) {
            return instance.startedAt();
        }
        return instance.stagedAt() != null ? instance.stagedAt() : instance.since();
    }
}
