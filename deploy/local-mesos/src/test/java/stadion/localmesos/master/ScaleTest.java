package stadion.localmesos.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.LocalMesos;
import stadion.localmesos.LocalMesosConfig;
import stadion.localmesos.fake.FakeBehavior;

/** Many agents and tasks in one JVM. */
class ScaleTest {

    @Test
    void tenThousandTasksRunOnTwoHundredAgents(@TempDir Path workDirectory) throws IOException, InterruptedException {
        var config = LocalMesosConfig.inDirectory(workDirectory)
                .withAgents(200, "cpus:40;mem:65536;disk:100000;ports:[10000-10999]", "rack:r{i}")
                .withFake(FakeBehavior.steady());
        try (var mesos = LocalMesos.start(config)) {
            var result = LaunchLoad.run(mesos.address(), 10_000, 10);
            assertThat(result.running()).isEqualTo(10_000);
            assertThat(result.otherStates()).isZero();
            assertThat(result.refusedCalls()).isZero();
        }
    }
}
