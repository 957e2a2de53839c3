package stadion.api.app;

import java.util.List;
import stadion.api.json.Violations;
import stadion.scheduler.model.PathId;

/** The grammar of the ids of apps and pods (Marathon: {@code PathIdValidation}). */
public final class IdRules {

    /** What is said of the id {@code /}. */
    public static final String EMPTY = "Path must contain at least one path element";

    private static final String SEGMENT =
            "^(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])|(\\.|\\.\\.)$";

    private static final List<String> RESERVED = List.of("restart", "tasks", "versions", ".", "..");

    private IdRules() {}

    public static void check(PathId id, String path, Violations errors) {
        errors.require(
                id.segments().stream().allMatch(PathGrammar::isSegment),
                path,
                "must fully match regular expression '" + SEGMENT + "'");
        errors.require(
                !RESERVED.contains(id.name()),
                path,
                "must not end with any of the following reserved keywords: " + String.join(", ", RESERVED));
    }
}
