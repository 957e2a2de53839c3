package stadion.api.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.api.ApiException;

class LabelSelectorTest {

    private static final Map<String, String> LABELS =
            Map.of("a", "1", "b", "x-y", "c.d", "", "in", "out", "e f", "g,h");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a                 | true",
                "z                 | false",
                "c.d               | true",
                "a==1              | true",
                "a == 1            | true",
                "a==2              | false",
                "z==1              | false",
                "a!=2              | true",
                "a!=1              | false",
                "z!=1              | false",
                "a in (1, 2)       | true",
                "a in (2,3)        | false",
                "a in(1)           | true",
                "a in ()           | false",
                "a notin (2)       | true",
                "a notin (1)       | false",
                "a notin ()        | true",
                "z notin (1)       | false",
                "a,b               | true",
                "a==1, b==x-y      | true",
                "a==1,b==z         | false",
                "in==out           | true",
                "b==x\\-y          | true",
                "e\\ f==g\\,h      | true",
            })
    void all_terms_must_hold(String selector, boolean holds) {
        assertThat(LabelSelector.parse(selector).test(LABELS)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ",a", "a,", "a==", "a===1", "(", "a in", "a in (1", "a in 1", "a b", "a=1", "ä", "a\\"})
    void anything_else_is_422(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(422))
                .hasMessage("Can not parse label selector " + selector + ". Reason: end of input expected");
    }
}
