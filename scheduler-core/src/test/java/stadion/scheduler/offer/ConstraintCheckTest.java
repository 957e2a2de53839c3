package stadion.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.scheduler.model.AnApp;
import stadion.scheduler.model.AppDefinition.Constraint;

/** One line per rule: constraint, the agent's rack, the racks of the instances there are (with blanks between), whether the agent will do. */
class ConstraintCheckTest {

    private final ConstraintCheck check = new ConstraintCheck();

    @ParameterizedTest
    @CsvSource({
        "rack UNIQUE,     r1,,            true",
        "rack UNIQUE,     r1, r2 r3,      true",
        "rack UNIQUE,     r1, r2 r1,      false",
        "rack CLUSTER r1, r1,,            true",
        "rack CLUSTER r1, r2,,            false",
        "rack CLUSTER r1, r2, r2,         false",
        "rack CLUSTER,    r2,,            true",
        "rack CLUSTER,    r2, r2 r2,      true",
        "rack CLUSTER,    r2, r1,         false",
        "rack LIKE r[13], r1,,            true",
        "rack LIKE r[13], r2,,            false",
        "rack LIKE r,     r1,,            false",
        "rack UNLIKE r1,  r2,,            true",
        "rack UNLIKE r1,  r1,,            false",
        "rack UNLIKE r,   r1,,            true",
        "rack IS r1,      r1,,            true",
        "rack IS R1,      r1,,            false",
        "rack IS,         r1,,            false",
        "rack MAX_PER 2,  r1, r1 r2 r2,   true",
        "rack MAX_PER 2,  r1, r1 r1,      false",
        "rack MAX_PER 0,  r1,,            true",
        "rack MAX_PER 0,  r1, r1,         false",
        "rack MAX_PER -1, r1,,            true",
    })
    void a_constraint_on_a_text_attribute(String constraint, String rack, String others, boolean met) {
        assertThat(isMet(constraint, AnOffer.from("h").attribute("rack", rack), others, 10))
                .isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        // n groups share the wanted number evenly, the remainder one by one
        "2, 4, r1,,                true",
        "2, 4, r1, r1,             true",
        "2, 4, r1, r1 r1,          false",
        "2, 4, r2, r1 r1,          true",
        "2, 4, r3, r1 r2,          false",
        "2, 5, r1, r1 r1 r2 r2,    true",
        "2, 5, r1, r1 r1 r2 r2 r2, false",
        "5, 3, r2, r1,             true",
        "5, 3, r1, r1,             false",
        "1, 4, r2, r1,             false",
        // scaling a balanced app up, where Marathon stands still
        "3, 6, r1, r1 r2 r3,       true",
        "3, 4, r1, r1 r2 r3,       true",
        "3, 4, r2, r1 r1 r2 r3,    false",
        // without a number: the groups seen so far stay even, new ones are welcome
        ", 4,  r1,,                true",
        ", 4,  r1, r1,             true",
        ", 4,  r2, r1,             true",
        ", 4,  r1, r1 r1 r2,       false",
        ", 4,  r2, r1 r1 r2,       true",
        "0, 4, r2, r1,             true",
        "-1, 4, r1, r1 r1 r2,      false",
    })
    void group_by(String groups, int wanted, String rack, String others, boolean met) {
        String constraint = "rack GROUP_BY" + (groups == null ? "" : " " + groups);

        assertThat(isMet(constraint, AnOffer.from("h").attribute("rack", rack), others, wanted))
                .isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "level IS 1.50,      1.5,       true",
        "level IS 1.500,     1.5,       true",
        "level IS 0.123,     0.1234567, true",
        "level IS -2,        -2,        true",
        "level IS x,         1,         false",
        "level IS NaN,       1,         false",
        "level LIKE 1,       1,         true",
        "level LIKE 1.0,     1,         false",
        "level CLUSTER 1.5,  1.5,       true",
        "level CLUSTER 1.50, 1.5,       false",
    })
    void only_IS_compares_numbers_as_numbers(String constraint, double level, boolean met) {
        assertThat(isMet(constraint, AnOffer.from("h").attribute("level", level), null, 1))
                .isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "rack UNIQUE, false",
        "rack CLUSTER, false",
        "rack CLUSTER r1, false",
        "rack GROUP_BY 2, false",
        "rack LIKE .*, false",
        "rack UNLIKE .*, true",
        "rack MAX_PER 1, false",
        "rack IS r1, false"
    })
    void an_agent_without_the_attribute_meets_only_UNLIKE(String constraint, boolean met) {
        assertThat(isMet(constraint, AnOffer.from("h"), null, 1)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "hostname IS h1, true",
        "@hostname IS h1, true",
        "@hostname IS h2, false",
        "@region IS home, true",
        "@zone LIKE z[12], true",
        "region LIKE .*, false"
    })
    void the_agent_itself_has_fields(String constraint, boolean met) {
        assertThat(isMet(constraint, AnOffer.from("h1").in("home", "z2"), null, 1))
                .isEqualTo(met);
    }

    private boolean isMet(String words, AnOffer offer, String racks, int wanted) {
        List<Constraint> constraints = List.of(AnApp.constraint(words.strip()));
        Placement placed = Placement.NONE;
        for (String rack : racks == null ? new String[0] : racks.split(" ")) {
            placed = placed.plus(
                    constraints,
                    AnOffer.from("other").attribute("rack", rack).ledger().agent());
        }
        return check.firstUnmet(constraints, offer.ledger(), placed, wanted) == null;
    }
}
