package stadion.localmesos.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The control group of one task. */
public sealed interface ControlGroup permits UnifiedGroup, SeparateGroup {

    /** Makes the group, with these limits; it may be there already. */
    void create(ResourceLimits limits) throws IOException;

    /** The files that a process writes 0 into to join. */
    List<Path> entrances();

    /** Whether the system has killed a process for using too much memory. */
    boolean isOutOfMemory();

    /** The most memory that was in use at a time, in bytes, and the limit; as Mesos says it. */
    String memoryReport();

    /** The processes in the group; none if it does not exist. */
    default List<Long> members() {
        return text(entrances().get(0)).lines().map(Long::parseLong).toList();
    }

    /** Removes the group when its last process has ended; nothing happens if there is none. */
    void remove();

    /** As Mesos words it. */
    static String report(long limit, long most, String statistics) {
        return "Memory limit exceeded: Requested: " + megabytes(limit) + " Maximum Used: " + megabytes(most)
                + "\n\nMEMORY STATISTICS: \n" + statistics;
    }

    /** The text of a file, empty if it can't be read. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** The number in a file, 0 if there is none. */
    static long number(Path file) {
        var text = text(file).strip();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** The number behind a word at the beginning of a line, 0 if there is none. */
    static long counter(Path file, String name) {
        return text(file)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String megabytes(long bytes) {
        return bytes / (1024 * 1024) + "MB";
    }
}
