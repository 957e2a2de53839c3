package stadion.localmesos.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one agent; each has one of its own, in a directory of its own. */
abstract class WithAgent {

    @TempDir
    Path directory;

    AgentUnderTest agent;

    @BeforeEach
    void startAgent() {
        agent = new AgentUnderTest(directory);
    }

    @AfterEach
    void stopAgent() {
        agent.close();
    }
}
