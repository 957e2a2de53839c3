package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class StartTextTest {

    private final String text =
            StartText.of(URI.create("http://box:8080/"), "embedded, 1 agent, http://127.0.0.1:5050", "/data");

    @Test
    void saysWhatRunsWhere() {
        assertThat(text)
                .contains("Stadion " + Version.current())
                .contains("http://box:8080/v2/apps\n")
                .contains("embedded, 1 agent, http://127.0.0.1:5050\n")
                .contains("/data\n");
    }

    @Test
    void saysWhatToTypeNext() {
        assertThat(text.lines())
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("  curl -X POST -H 'Content-Type: application/json' http://box:8080/v2/apps \\"));
    }
}
