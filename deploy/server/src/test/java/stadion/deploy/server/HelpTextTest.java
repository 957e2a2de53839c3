package stadion.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelpTextTest {

    private static final String HELP = HelpText.text();

    @Test
    void explainsEachFlagThatHasAnEffectAndItsDefault() {
        String unwrapped = HELP.replaceAll("\\s+", " ");

        assertThat(ServerFlag.values()).allSatisfy(flag -> {
            assertThat(HELP).containsPattern("(?m)^ +--" + flag.flagName() + "\\b");
            if (flag.defaultText().isPresent() && !flag.type().isOnOff()) {
                assertThat(unwrapped)
                        .contains(flag.meaning() + " (default: "
                                + flag.defaultText().get() + ")");
            }
        });
    }

    @Test
    void namesEachFlagThatHasNone() {
        assertThat(UnusedFlag.values())
                .allSatisfy(flag -> assertThat(HELP).containsPattern("[ _]" + flag.flagName() + "\\s"));
    }

    @Test
    void hasAHeadingForEachGroup() {
        assertThat(FlagGroup.values()).allSatisfy(group -> assertThat(HELP).contains("\n" + group.heading() + "\n"));
    }

    @Test
    void fitsOnATerminal() {
        assertThat(HELP.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }
}
