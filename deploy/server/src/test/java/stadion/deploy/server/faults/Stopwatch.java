package stadion.deploy.server.faults;

import java.util.Locale;

/** Where the time goes, as text: {@code 9.5 s (struck 6.1, one leader 3.0...)}. */
final class Stopwatch {

    private final StringBuilder laps = new StringBuilder();
    private final long began = System.nanoTime();
    private long lap = began;

    /** What was done since the last call took until now. */
    void lap(String done) {
        long now = System.nanoTime();
        laps.append(laps.isEmpty() ? "" : ", ").append(done).append(' ').append(seconds(now - lap));
        lap = now;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    @Override
    public String toString() {
        return seconds(lap - began) + " s (" + laps + ")";
    }
}
