package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void areSplitAtBlanks() {
        assertThat(ShellWords.split("  --storage-driver   vfs ")).containsExactly("--storage-driver", "vfs");
        assertThat(ShellWords.split(" ")).isEmpty();
    }

    @Test
    void areKeptTogetherByQuotes() {
        assertThat(ShellWords.split("--label 'a b' \"c d\" e'f g'h")).containsExactly("--label", "a b", "c d", "ef gh");
        assertThat(ShellWords.split("'' \"it's\"")).containsExactly("", "it's");
    }

    @Test
    void takeTheCharacterAfterABackslashAsItIs() {
        assertThat(ShellWords.split("a\\ b \\' \"\\\"\" '\\'")).containsExactly("a b", "'", "\"", "\\");
    }

    @Test
    void mustBeComplete() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShellWords.split("a \"b"))
                .withMessage("must close its quote \"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShellWords.split("a\\"))
                .withMessage("must not end with a backslash");
    }
}
