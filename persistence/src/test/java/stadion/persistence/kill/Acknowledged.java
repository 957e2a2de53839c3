package stadion.persistence.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import stadion.persistence.kill.CountingNode.Line;

/** The highest number that each actor was told is stored. Whatever is recovered has all of them, once and in order. */
final class Acknowledged {

    private final int[] numbers = new int[CountingProcess.ACTORS];

    /** Takes note of what was stored, and checks what was recovered. */
    void see(Line line) {
        if (line.isRecovery()) {
            check(line.actor(), line.found());
        } else {
            numbers[line.actor()] = Integer.parseInt(line.found());
        }
    }

    int of(int actor) {
        return numbers[actor];
    }

    boolean areOfAllActors() {
        return Arrays.stream(numbers).allMatch(n -> n > 0);
    }

    private void check(int actor, String recovered) {
        List<String> found = recovered.equals("[]")
                ? List.of()
                : List.of(recovered.substring(1, recovered.length() - 1).split(", "));
        assertThat(found)
                .as("actor %d, acknowledged to %d", actor, numbers[actor])
                .isEqualTo(IntStream.rangeClosed(1, found.size())
                        .mapToObj(Integer::toString)
                        .toList())
                .hasSizeGreaterThanOrEqualTo(numbers[actor]);
        numbers[actor] = found.size();
    }
}
