package stadion.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import stadion.scheduler.Apps;
import stadion.scheduler.Pods;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Goal;
import stadion.scheduler.model.Instance;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.RunSpec;

/** What holds whatever happens, in whatever order. */
class AppStatePropertyTest {

    private static final List<Condition> FATES = List.of(
            Condition.STARTING,
            Condition.RUNNING,
            Condition.RUNNING,
            Condition.RUNNING,
            Condition.FAILED,
            Condition.UNREACHABLE,
            Condition.KILLED,
            Condition.GONE);

    @Property(tries = 200)
    void replayingTheEventsGivesTheSameState(@ForAll long seed, @ForAll @IntRange(min = 0, max = 6) int instances) {
        Cluster cluster = randomLife(seed, instances);
        AppState replayed = AppState.EMPTY;
        for (AppEvent event : cluster.history) {
            replayed = AppEvents.apply(replayed, event);
        }
        assertThat(AppSnapshot.of(replayed, List.of())).isEqualTo(AppSnapshot.of(cluster.state, List.of()));
        assertThat(replayed.instances()).isEqualTo(cluster.state.instances());
    }

    @Property(tries = 200)
    void aSnapshotGivesTheSameStateWithAllItsCounts(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 6) int instances) {
        AppState state = randomLife(seed, instances).state;
        AppState read = AppSnapshot.of(state, List.of()).state();
        assertThat(read.instances()).isEqualTo(state.instances());
        assertThat(read.scheduled()).isEqualTo(state.scheduled());
        assertThat(read.launched()).isEqualTo(state.launched());
        assertThat(read.running()).isEqualTo(state.running());
        assertThat(read.old()).isEqualTo(state.old());
        assertThat(read.leaving()).isEqualTo(state.leaving());
        assertThat(read.unreachable()).isEqualTo(state.unreachable());
        assertThat(read.counts()).isEqualTo(state.counts());
    }

    @Property(tries = 200)
    void aReplacementKeepsItsBoundsAndEnds(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int instances,
            @ForAll @IntRange(min = 0, max = 4) int minimumHealth,
            @ForAll @IntRange(min = 0, max = 4) int overCapacity) {
        Random random = new Random(seed);
        UpgradeStrategy strategy = new UpgradeStrategy(minimumHealth / 4.0, overCapacity / 4.0);
        AppDefinition app = Apps.app("/app", instances).withUpgradeStrategy(strategy);
        RollingUpgrade bounds = RollingUpgrade.of(instances, strategy, false);
        Cluster cluster = new Cluster();
        cluster.deploy(app).runAll().deploy(Apps.changed(app, Apps.T0.plusSeconds(5)));
        for (int step = 0; !cluster.isSatisfied(); step++) {
            assertThat(step).as("steps").isLessThan(500);
            assertThat(cluster.state.instances().size()).isLessThanOrEqualTo(bounds.maxCapacity());
            assertThat(healthy(cluster)).isGreaterThanOrEqualTo(bounds.minHealthy());
            progress(cluster, random);
        }
        assertThat(cluster.state.instances()).hasSize(instances);
    }

    private static long healthy(Cluster cluster) {
        return cluster.with(Condition.RUNNING)
                .filter(i -> i.goal() == Goal.RUNNING)
                .count();
    }

    /** One of the things that Mesos could tell next. */
    private static void progress(Cluster cluster, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> cluster.provisionAll();
            case 1 ->
                cluster.with(Condition.PROVISIONED).findAny().ifPresent(i -> cluster.status(i, Condition.RUNNING));
            default -> cluster.leaving().stream().findAny().ifPresent(i -> cluster.status(i, Condition.KILLED));
        }
    }

    private static Cluster randomLife(long seed, int instances) {
        Random random = new Random(seed);
        return random.nextBoolean()
                ? randomLife(random, Apps.app("/app", instances))
                : randomLife(random, Pods.pod("/pod", instances, "a", "b"));
    }

    private static Cluster randomLife(Random random, RunSpec runSpec) {
        Cluster cluster = new Cluster().deploy(runSpec);
        for (int step = 1; step < 30; step++) {
            switch (random.nextInt(5)) {
                case 0 -> cluster.provisionAll();
                case 1 -> cluster.deploy(runSpec.scaledTo(random.nextInt(7)));
                case 2 -> cluster.deploy(changed(runSpec, Apps.T0.plusSeconds(step)));
                case 3 -> cluster.passes(java.time.Duration.ofSeconds(random.nextInt(60)));
                default -> {
                    List<Instance> all = cluster.state.instances().values().stream()
                            .filter(Instance::hasTask)
                            .toList();
                    if (!all.isEmpty()) {
                        tell(cluster, all.get(random.nextInt(all.size())), random);
                    }
                }
            }
        }
        return cluster;
    }

    /** What Mesos could say of a task, which of a pod's may be that of any container. */
    private static void tell(Cluster cluster, Instance instance, Random random) {
        Condition fate = FATES.get(random.nextInt(FATES.size()));
        List<String> there = instance.containers().stream()
                .filter(container -> !container.condition().isTerminal())
                .map(Instance.ContainerState::name)
                .toList();
        cluster.status(instance, there.isEmpty() ? null : there.get(random.nextInt(there.size())), fate, null);
    }

    private static RunSpec changed(RunSpec runSpec, Instant version) {
        return runSpec instanceof PodDefinition pod
                ? Pods.changed(pod, version)
                : Apps.changed((AppDefinition) runSpec, version);
    }
}
