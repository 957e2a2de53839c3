package stadion.api.apps;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import stadion.api.ApiException;

/**
 * Selects apps by their labels: terms joined by commas, all of which must hold. A term is {@code key} (it is there), {@code key==value}, {@code key!=value},
 * {@code key in (a, b)} or {@code key notin (a, b)}. Keys and values consist of letters, digits and {@code - . _}; any other character is written after a backslash.
 * A key that is missing makes every term false, as in Marathon.
 */
final class LabelSelector implements Predicate<Map<String, String>> {

    private record Term(String key, Set<String> values, boolean wanted) {
        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return value != null && values.contains(value) == wanted;
        }
    }

    private final List<Term> terms;

    private LabelSelector(List<Term> terms) {
        this.terms = terms;
    }

    /** Reads a selector; anything else is an error 422. */
    static LabelSelector parse(String text) {
        return new LabelSelector(new Parser(text).terms());
    }

    @Override
    public boolean test(Map<String, String> labels) {
        return terms.stream().allMatch(term -> term.holds(labels));
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<Term> terms() {
            List<Term> terms = new ArrayList<>();
            do {
                terms.add(term());
            } while (taken(","));
            if (at < text.length()) {
                throw error();
            }
            return terms;
        }

        private Term term() {
            String key = word();
            if (taken("==")) {
                return new Term(key, Set.of(word()), true);
            }
            if (taken("!=")) {
                return new Term(key, Set.of(word()), false);
            }
            int afterKey = at;
            if (taken("notin") && taken("(")) {
                return new Term(key, list(), false);
            }
            at = afterKey;
            if (taken("in") && taken("(")) {
                return new Term(key, list(), true);
            }
            at = afterKey;
            return new Term(key, Set.of(), false);
        }

        private Set<String> list() {
            Set<String> values = new HashSet<>();
            if (taken(")")) {
                return values;
            }
            do {
                values.add(word());
            } while (taken(","));
            if (!taken(")")) {
                throw error();
            }
            return values;
        }

        private String word() {
            skipBlanks();
            StringBuilder word = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\\' && at + 1 < text.length()) {
                    word.append(text.charAt(at + 1));
                    at += 2;
                } else if (c < 128 && (Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0)) {
                    word.append(c);
                    at++;
                } else {
                    break;
                }
            }
            if (word.isEmpty()) {
                throw error();
            }
            return word.toString();
        }

        private boolean taken(String token) {
            skipBlanks();
            if (!text.startsWith(token, at)) {
                return false;
            }
            at += token.length();
            return true;
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private ApiException error() {
            return new ApiException(422, "Can not parse label selector " + text + ". Reason: end of input expected");
        }
    }
}
