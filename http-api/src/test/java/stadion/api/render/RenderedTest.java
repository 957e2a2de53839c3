package stadion.api.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenderedTest {

    private record Thing(String name) {}

    private final AtomicInteger made = new AtomicInteger();
    private final Rendered<Thing, String> rendered = new Rendered<>(thing -> thing.name() + made.incrementAndGet());

    @Test
    void an_object_is_rendered_once() {
        Thing thing = new Thing("a");

        assertThat(rendered.of(thing)).isEqualTo("a1");
        assertThat(rendered.of(thing)).isEqualTo("a1");
    }

    @Test
    void an_equal_object_is_another_object() {
        Thing one = new Thing("a");
        Thing two = new Thing("a");

        assertThat(rendered.of(one)).isEqualTo("a1");
        assertThat(rendered.of(two)).isEqualTo("a2");
    }

    @Test
    void what_nobody_uses_any_more_is_forgotten() {
        Thing used = new Thing("used");
        rendered.of(used);
        for (int i = 0; i < 100; i++) {
            rendered.of(new Thing("unused"));
        }

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(rendered.size()).isEqualTo(1);
        });
        assertThat(rendered.of(used)).isEqualTo("used1");
    }
}
