package stadion.deploy.server;

import java.util.Collection;
import java.util.Comparator;

/** Finds the flag that somebody most likely meant. */
final class Suggestion {

    private Suggestion() {}

    /** "Did you mean --http_port?", or nothing if no name is near. Dashes and underscores are the same. */
    static String forName(String wrong, Collection<String> names) {
        String meant = wrong.replaceFirst("^-+", "").replace('-', '_');
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(meant, name)))
                .filter(name -> distance(meant, name) <= Math.max(2, name.length() / 3))
                .map(name -> "Did you mean --" + name + "?")
                .orElse("See --help for all flags.");
    }

    /** How many letters must be changed, added or dropped to get from one to the other (Levenshtein). */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
