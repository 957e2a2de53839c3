package stadion.api.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stadion.api.apps.AppAddress.All;
import stadion.api.apps.AppAddress.Below;
import stadion.api.apps.AppAddress.One;
import stadion.api.apps.AppAddress.Restart;
import stadion.api.apps.AppAddress.Task;
import stadion.api.apps.AppAddress.Tasks;
import stadion.api.apps.AppAddress.TasksBelow;
import stadion.api.apps.AppAddress.Version;
import stadion.api.apps.AppAddress.Versions;
import stadion.scheduler.model.PathId;

class AppAddressTest {

    private static final PathId A_B = PathId.of("/a/b");

    @Test
    void the_end_of_a_path_says_what_is_meant() {
        Map<String, AppAddress> meanings = Map.ofEntries(
                Map.entry("", new All()),
                Map.entry("/", new All()),
                Map.entry("//", new One(PathId.ROOT)),
                Map.entry("/a/b", new One(A_B)),
                Map.entry("//a/b", new One(A_B)),
                Map.entry("/a/b//", new One(A_B)),
                Map.entry("/*", new Below(PathId.ROOT)),
                Map.entry("/a/b/*", new Below(A_B)),
                Map.entry("/a/b/restart", new Restart(A_B, PathId.of("/a/b/restart"))),
                Map.entry("/a/b/versions", new Versions(A_B)),
                Map.entry("/a/b/versions/", new Versions(A_B)),
                Map.entry("/a/b/versions/2020-01-01T00:00:00.000Z", new Version(A_B, "2020-01-01T00:00:00.000Z")),
                Map.entry("/a/b/tasks", new Tasks(A_B)),
                Map.entry("//a/b//tasks/", new Tasks(A_B)),
                Map.entry("/a/b/*/tasks", new TasksBelow(A_B)),
                Map.entry("/*/tasks", new TasksBelow(PathId.ROOT)),
                Map.entry("/a/b/tasks/a_b.instance-1._app.1", new Task(A_B, "a_b.instance-1._app.1")),
                Map.entry("/tasks", new One(PathId.of("/tasks"))),
                Map.entry("/a/b/versions/x/y", new One(PathId.of("/a/b/versions/x/y"))));

        meanings.forEach(
                (path, meaning) -> assertThat(AppAddress.of(path)).as(path).isEqualTo(meaning));
    }
}
