package stadion.api.apps;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is shown of an app beside its definition. */
public enum Embed {
    TASKS,
    COUNTS,
    DEPLOYMENTS,
    READINESS,
    LAST_TASK_FAILURE,
    TASK_STATS,
    HEALTH_KILL_BRAKE;

    private static final Pattern NAME = Pattern.compile("(?:group\\.apps\\.|apps\\.|app\\.)?(\\w+)");

    /** What lists of apps always show. */
    public static final Set<Embed> IN_LISTS = Set.of(COUNTS, DEPLOYMENTS);

    /** What an app shown by itself always has. */
    public static final Set<Embed> OF_ONE = Set.of(COUNTS, TASKS, LAST_TASK_FAILURE, DEPLOYMENTS);

    /** Reads {@code embed} parameters such as {@code apps.tasks}; words that mean nothing are passed over. */
    public static Set<Embed> of(Collection<String> words, Set<Embed> always) {
        Set<Embed> embed = EnumSet.noneOf(Embed.class);
        embed.addAll(always);
        for (String word : words) {
            Matcher name = NAME.matcher(word);
            if (name.matches()) {
                embed.addAll(named(name.group(1)));
            }
        }
        return embed;
    }

    private static Set<Embed> named(String name) {
        return switch (name) {
            case "tasks" -> Set.of(TASKS, DEPLOYMENTS);
            case "counts" -> Set.of(COUNTS);
            case "deployments" -> Set.of(DEPLOYMENTS);
            case "readiness" -> Set.of(READINESS);
            case "lastTaskFailure" -> Set.of(LAST_TASK_FAILURE);
            case "failures" -> Set.of(LAST_TASK_FAILURE, TASKS, DEPLOYMENTS);
            case "taskStats" -> Set.of(TASK_STATS);
            case "healthKillBrake" -> Set.of(HEALTH_KILL_BRAKE);
            default -> Set.of();
        };
    }
}
