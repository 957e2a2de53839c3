package stadion.scheduler.health;

import org.jspecify.annotations.Nullable;

/**
 * How a readiness check of an instance came out last.
 *
 * @param name of the check
 * @param lastResponse null unless the check asks for it to be kept
 */
public record ReadinessResult(
        String name, boolean ready, @Nullable Response lastResponse) {

    /**
     * What the instance answered. {@code contentType} is empty, as in Marathon, but for what stands for a missing answer; {@code body} is cut at
     * {@link Prober#LONGEST_BODY} bytes.
     */
    public record Response(int status, String contentType, String body) {}
}
