package stadion.api.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stadion.api.pods.PodAddress.All;
import stadion.api.pods.PodAddress.AllStatus;
import stadion.api.pods.PodAddress.Instances;
import stadion.api.pods.PodAddress.One;
import stadion.api.pods.PodAddress.OneInstance;
import stadion.api.pods.PodAddress.Status;
import stadion.api.pods.PodAddress.Version;
import stadion.api.pods.PodAddress.Versions;
import stadion.scheduler.model.PathId;

class PodAddressTest {

    private static final PathId A_B = PathId.of("/a/b");

    @Test
    void what_stands_behind_two_colons_says_what_is_meant() {
        Map<String, PodAddress> meanings = Map.ofEntries(
                Map.entry("", new All()),
                Map.entry("/", new All()),
                Map.entry("/::status", new AllStatus()),
                Map.entry("//::status/", new AllStatus()),
                Map.entry("/a/b", new One(A_B)),
                Map.entry("//a/b//", new One(A_B)),
                Map.entry("/a/b::status", new Status(A_B)),
                Map.entry("//a/b::status/", new Status(A_B)),
                Map.entry("/a/b::versions", new Versions(A_B)),
                Map.entry("/a/b::versions/2026-01-01T00:00:00.000Z", new Version(A_B, "2026-01-01T00:00:00.000Z")),
                Map.entry("/a/b::instances", new Instances(A_B)),
                Map.entry("/a/b::instances/a_b.instance-1", new OneInstance(A_B, "a_b.instance-1")),
                Map.entry("/a/status", new One(PathId.of("/a/status"))));

        meanings.forEach(
                (rest, meaning) -> assertThat(PodAddress.of(rest)).as(rest).isEqualTo(meaning));
    }
}
