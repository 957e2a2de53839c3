package stadion.api.apps;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stadion.scheduler.model.PathId;

/** What an address below {@code /v2/apps} means. Ids may hold slashes, so the last parts of the path decide, as they do in Marathon. */
sealed interface AppAddress {

    record All() implements AppAddress {}

    record One(PathId app) implements AppAddress {}

    /** {@code /group/*}: all apps of a group and of the groups below it. */
    record Below(PathId group) implements AppAddress {}

    /** {@code …/restart}, which is also the address {@code app} of an app of that name. */
    record Restart(PathId app, PathId literal) implements AppAddress {}

    record Versions(PathId app) implements AppAddress {}

    record Version(PathId app, String version) implements AppAddress {}

    record Tasks(PathId app) implements AppAddress {}

    record TasksBelow(PathId group) implements AppAddress {}

    record Task(PathId app, String taskId) implements AppAddress {}

    Pattern ENDING = Pattern.compile("(.+?)/(versions|tasks)(?:/+([^/]+))?/*");
    Pattern RESTART = Pattern.compile("(.+)/restart/*");

    /** Reads what follows {@code /v2/apps}. Only slashes after the first mean the root, which is no app. */
    static AppAddress of(String rest) {
        if (rest.isEmpty() || rest.equals("/")) {
            return new All();
        }
        Matcher ending = ENDING.matcher(rest);
        if (ending.matches()) {
            return below(ending.group(1), ending.group(2), Optional.ofNullable(ending.group(3)));
        }
        Matcher restart = RESTART.matcher(rest);
        if (restart.matches()) {
            return new Restart(PathId.of(restart.group(1)), PathId.of(rest));
        }
        return group(rest).<AppAddress>map(Below::new).orElseGet(() -> new One(PathId.of(rest)));
    }

    private static AppAddress below(String path, String what, Optional<String> last) {
        if (what.equals("versions")) {
            return last.<AppAddress>map(version -> new Version(PathId.of(path), version))
                    .orElseGet(() -> new Versions(PathId.of(path)));
        }
        if (last.isPresent()) {
            return new Task(PathId.of(path), last.get());
        }
        return group(path).<AppAddress>map(TasksBelow::new).orElseGet(() -> new Tasks(PathId.of(path)));
    }

    private static Optional<PathId> group(String path) {
        return path.endsWith("/*") ? Optional.of(PathId.of(path.substring(0, path.length() - 1))) : Optional.empty();
    }
}
