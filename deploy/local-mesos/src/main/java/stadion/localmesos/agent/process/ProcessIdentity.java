package stadion.localmesos.agent.process;

/**
 * A process that can be recognised later, although process ids are used again.
 *
 * @param pid its id
 * @param started when it started, in clock ticks since the machine did (field 22 of {@code /proc/PID/stat}); {@link
 *     #UNKNOWN_START} where there is no {@code /proc}, so that only the id counts there
 */
public record ProcessIdentity(long pid, String started) {

    static final String UNKNOWN_START = "-";
}
