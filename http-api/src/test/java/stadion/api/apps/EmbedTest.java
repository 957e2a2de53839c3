package stadion.api.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedTest {

    @ParameterizedTest
    @ValueSource(strings = {"tasks", "app.tasks", "apps.tasks", "group.apps.tasks"})
    void a_word_may_have_any_of_the_prefixes(String word) {
        assertThat(Embed.of(List.of(word), Set.of())).containsExactlyInAnyOrder(Embed.TASKS, Embed.DEPLOYMENTS);
    }

    @Test
    void failures_stand_for_several_parts() {
        assertThat(Embed.of(List.of("apps.failures"), Set.of()))
                .containsExactlyInAnyOrder(Embed.LAST_TASK_FAILURE, Embed.TASKS, Embed.DEPLOYMENTS);
    }

    @Test
    void words_that_mean_nothing_are_passed_over() {
        assertThat(Embed.of(List.of("", "nonsense", "apps.", "tasks.apps"), Embed.IN_LISTS))
                .containsExactlyInAnyOrder(Embed.COUNTS, Embed.DEPLOYMENTS);
    }
}
