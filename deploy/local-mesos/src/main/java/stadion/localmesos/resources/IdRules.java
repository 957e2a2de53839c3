package stadion.localmesos.resources;

import java.util.Optional;

/** What makes an id (of a task, executor, framework or volume) valid by the rules of Mesos' master, in its words. */
public final class IdRules {

    private static final int LONGEST = 255;

    private IdRules() {}

    public static Optional<String> check(String id) {
        if (id.isEmpty()) {
            return Optional.of("ID must not be empty");
        }
        if (id.length() > LONGEST) {
            return Optional.of("ID must not be greater than " + LONGEST + " characters");
        }
        if (id.equals(".") || id.equals("..")) {
            return Optional.of("'" + id + "' is disallowed");
        }
        return id.chars().anyMatch(c -> c < ' ' || c == 127 || c == '/' || c == '\\')
                ? Optional.of("'" + id + "' contains invalid characters")
                : Optional.empty();
    }
}
