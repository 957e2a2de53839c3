package stadion.scheduler.mesos;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version a master says it has, as far as it matters to what may be sent. */
record MasterVersion(int major, int minor) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

    /** Reads {@code 1.11.1} and the like; what has no such form is taken for the newest. */
    static MasterVersion of(String version) {
        Matcher matcher = FORM.matcher(version);
        return matcher.matches()
                ? new MasterVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : new MasterVersion(Integer.MAX_VALUE, 0);
    }

    /** UPDATE_FRAMEWORK came with Mesos 1.9; before, roles change only by subscribing anew. */
    boolean takesFrameworkUpdates() {
        return major > 1 || (major == 1 && minor >= 9);
    }
}
