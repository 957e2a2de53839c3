package stadion.api.apps;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import stadion.api.tasks.TaskJson;
import stadion.scheduler.app.AppStatus;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.VersionInfo;
import stadion.scheduler.model.Condition;
import stadion.scheduler.model.Instance;

/** Statistics of the tasks of one app, all together and by how current their version is. Groups without tasks are left out. */
record TaskStats(int staged, int running, int healthy, int unhealthy, List<Double> lifeTimes) {

    /** Counts; life times of running tasks are in seconds until {@code now}. */
    static TaskStats of(List<Instance> tasks, Instant now) {
        return new TaskStats(
                count(tasks, t -> isStaged(t.condition())),
                count(tasks, t -> t.condition() == Condition.RUNNING),
                count(tasks, t -> Boolean.TRUE.equals(t.healthy())),
                count(tasks, t -> Boolean.FALSE.equals(t.healthy())),
                tasks.stream()
                        .filter(t -> t.condition() == Condition.RUNNING)
                        .map(Instance::startedAt)
                        .filter(Objects::nonNull)
                        .map(started -> Duration.between(started, now).toMillis() / 1000.0)
                        .sorted()
                        .toList());
    }

    private static boolean isStaged(Condition condition) {
        return condition == Condition.PROVISIONED || condition == Condition.STAGING || condition == Condition.STARTING;
    }

    private static int count(List<Instance> tasks, java.util.function.Predicate<Instance> which) {
        return (int) tasks.stream().filter(which).count();
    }

    double averageSeconds() {
        return lifeTimes.stream().mapToDouble(d -> d).average().orElse(0);
    }

    double medianSeconds() {
        int middle = lifeTimes.size() / 2;
        return lifeTimes.size() % 2 == 1
                ? lifeTimes.get(middle)
                : (lifeTimes.get(middle - 1) + lifeTimes.get(middle)) / 2;
    }

    /** Writes the object that Marathon calls {@code tasksStats}. */
    static void write(JsonGenerator json, AppDefinition app, AppStatus status, Instant now) throws IOException {
        List<Instance> tasks = status.instances().values().stream()
                .filter(TaskJson::isLaunched)
                .toList();
        json.writeStartObject();
        VersionInfo info = app.versionInfo();
        if (info != null) {
            writeGroup(json, "startedAfterLastScaling", since(tasks, info.lastScalingAt()), now);
            writeGroup(json, "withLatestConfig", since(tasks, info.lastConfigChangeAt()), now);
            writeGroup(json, "withOutdatedConfig", before(tasks, info.lastConfigChangeAt()), now);
        }
        writeGroup(json, "totalSummary", tasks, now);
        json.writeEndObject();
    }

    private static List<Instance> since(List<Instance> tasks, Instant version) {
        return tasks.stream().filter(t -> !t.runSpecVersion().isBefore(version)).toList();
    }

    private static List<Instance> before(List<Instance> tasks, Instant version) {
        return tasks.stream().filter(t -> t.runSpecVersion().isBefore(version)).toList();
    }

    private static void writeGroup(JsonGenerator json, String name, List<Instance> tasks, Instant now)
            throws IOException {
        if (tasks.isEmpty()) {
            return;
        }
        TaskStats stats = of(tasks, now);
        json.writeObjectFieldStart(name);
        json.writeObjectFieldStart("stats");
        json.writeObjectFieldStart("counts");
        json.writeNumberField("staged", stats.staged);
        json.writeNumberField("running", stats.running);
        json.writeNumberField("healthy", stats.healthy);
        json.writeNumberField("unhealthy", stats.unhealthy);
        json.writeEndObject();
        if (!stats.lifeTimes.isEmpty()) {
            json.writeObjectFieldStart("lifeTime");
            json.writeNumberField("averageSeconds", stats.averageSeconds());
            json.writeNumberField("medianSeconds", stats.medianSeconds());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
