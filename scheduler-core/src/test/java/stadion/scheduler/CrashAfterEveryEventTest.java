package stadion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import stadion.scheduler.group.RootUpdate;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.PathId;
import stadion.scheduler.model.PodDefinition;

/**
 * The life of two apps and a pod, from launch over upgrade and failure to their end, is lived again and again; the process dies after the first event that is stored, then after the
 * second, and so on to the last. Whenever that is, the next process brings everything to where it would have come.
 */
class CrashAfterEveryEventTest {

    private static final AppDefinition APP = Apps.app("/app", 2).withHealthChecks(List.of(healthSeenByMesos()));
    private static final AppDefinition CHANGED = APP.withCmd("sleep 2000");
    private static final AppDefinition DB = Apps.resident("/db", 1);
    private static final PodDefinition POD = Pods.pod("/pod", 1, "a", "b");

    /** Fifths of a second that may pass until a step is done: back-off, and what is given up as overdue, are shorter. */
    private static final int PATIENCE = 5 * 400;

    /** One step: what is asked for or happens, and how many tasks run when it is done, by the app's (or pod's) path. */
    private record Step(Consumer<CrashAfterEveryEventTest> does, Map<String, Integer> tasks) {}

    private static final List<Step> LIFE = List.of(
            new Step(life -> life.ask(edit -> edit.putApp(APP)), Map.of("app", 2)),
            new Step(CrashAfterEveryEventTest::anAppTaskFails, Map.of("app", 2)),
            new Step(life -> life.ask(edit -> edit.putApp(CHANGED)), Map.of("app", 2)),
            new Step(life -> life.ask(edit -> edit.putApp(CHANGED.withInstances(1))), Map.of("app", 1)),
            new Step(life -> life.ask(edit -> edit.putPod(POD)), Map.of("app", 1, "pod", 2)),
            new Step(life -> life.ask(edit -> edit.putApp(DB)), Map.of("app", 1, "pod", 2, "db", 1)),
            new Step(
                    life -> life.ask(edit -> edit.putApp(DB.withCmd("sleep 3000"))),
                    Map.of("app", 1, "pod", 2, "db", 1)),
            new Step(CrashAfterEveryEventTest::removeAll, Map.of()));

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    private final SchedulerBench scheduler = new SchedulerBench();
    private int deathAfter;
    private boolean died;
    private Level before;

    private static HealthCheck healthSeenByMesos() {
        return new HealthCheck(
                HealthCheck.Protocol.COMMAND, null, null, null, "true", 300, 60, 20, 3, 15, null, "IPv4");
    }

    /** The log would tell of every death. */
    @BeforeEach
    void beQuiet() {
        before = LOG.getLevel();
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void stop() {
        scheduler.close();
        LOG.setLevel(before);
    }

    @ParameterizedTest(name = "Mesos has heard of what the last event led to: {0}")
    @ValueSource(booleans = {true, false})
    void theNextProcessBringsEverythingToTheSameEnd(boolean mesosHeardOfIt) {
        do {
            deathAfter++;
            died = false;
            scheduler.forgetAll();
            scheduler.dieAfterWrites(deathAfter, mesosHeardOfIt);
            LIFE.forEach(this::live);
            endsWithNothing();
        } while (died);
        assertThat(deathAfter).as("events to die after").isGreaterThan(40);
    }

    private void live(Step step) {
        step.does().accept(this);
        until(() -> !scheduler.view.deployments().isEmpty()
                ? Optional.of("deployments " + scheduler.view.deployments())
                : !running().equals(step.tasks())
                        ? Optional.of("running are " + running() + " instead of " + step.tasks())
                        : notAsDefined());
    }

    private void endsWithNothing() {
        until(() -> scheduler.reserved().isEmpty()
                        && scheduler.view.queue().isEmpty()
                        && scheduler.view.root().apps().isEmpty()
                ? Optional.empty()
                : Optional.of("left are " + scheduler.reserved() + scheduler.view.queue()
                        + scheduler.view.root().apps()));
    }

    /** What is still missing; empty when nothing is. */
    private interface Goal {
        Optional<String> missing();
    }

    private void until(Goal goal) {
        for (int i = 0; i < PATIENCE; i++) {
            reviveIfDead();
            if (goal.missing().isEmpty()) {
                return;
            }
            scheduler.offer();
            scheduler.obey();
        }
        throw new AssertionError(
                "death after event " + deathAfter + ": " + goal.missing().orElse("it took too long"));
    }

    /** A client repeats what was not answered. */
    private void ask(RootUpdate update) {
        reviveIfDead();
        while (scheduler.ask(update).isEmpty()) {
            reviveIfDead();
        }
    }

    private void anAppTaskFails() {
        scheduler.end(scheduler.tasks().iterator().next(), TaskState.TASK_FAILED);
    }

    private void removeAll() {
        ask(edit -> List.of("/app", "/pod", "/db").stream()
                .map(PathId::of)
                .filter(id -> edit.before().runSpec(id).isPresent())
                .forEach(edit::remove));
    }

    private void reviveIfDead() {
        if (scheduler.isDead()) {
            died = true;
            scheduler.revive();
        }
    }

    private Map<String, Integer> running() {
        return scheduler.tasks().stream()
                .collect(Collectors.toMap(task -> task.replaceFirst("\\..*", ""), task -> 1, Integer::sum));
    }

    /** Each task of an app was launched with its present command, and the scheduler shows as many as there are. */
    private Optional<String> notAsDefined() {
        return scheduler.view.root().apps().values().stream()
                .filter(app -> !isAsDefined(app))
                .map(app -> app.id() + " is not as defined: " + scheduler.view.status(app.id()))
                .findFirst();
    }

    private boolean isAsDefined(AppDefinition app) {
        List<TaskInfo> tasks = scheduler.launched().stream()
                .filter(task ->
                        task.getTaskId().getValue().startsWith(app.id().value().substring(1) + "."))
                .toList();
        return tasks.stream().allMatch(task -> task.getCommand().getValue().equals(app.cmd()))
                && scheduler.view.status(app.id()).counts().running() == tasks.size()
                && tasks.size() == app.instances();
    }
}
