package stadion.localmesos.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of this machine, read from {@code /proc}. Where there is none (not Linux), only the descendants of a
 * process can be found, not the members of its session.
 */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));

    private ProcessTable() {}

    /** One process: its parent, its session and whether it has ended without having been reaped. */
    record Entry(long pid, long parent, long session, String started, boolean zombie) {

        /** Reads a line of {@code /proc/PID/stat}; the name, which may hold anything, ends with the last parenthesis. */
        static Entry parse(String stat) {
            var end = stat.lastIndexOf(')');
            var fields = stat.substring(end + 1).strip().split(" ", -1);
            return new Entry(
                    Long.parseLong(stat.substring(0, stat.indexOf(' '))),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[3]),
                    fields[19],
                    fields[0].equals("Z") || fields[0].equals("X"));
        }
    }

    /** Whether this very process still runs; false for one that has ended and waits to be reaped. */
    public static boolean isAlive(ProcessIdentity process) {
        if (!HAS_PROC) {
            return ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false);
        }
        return read(process.pid())
                .filter(entry -> !entry.zombie)
                .filter(entry -> process.started().equals(ProcessIdentity.UNKNOWN_START)
                        || process.started().equals(entry.started))
                .isPresent();
    }

    /** All that run in the session that this process leads or descend from it, without the process itself. */
    public static List<ProcessIdentity> membersOf(long leader) {
        if (!HAS_PROC) {
            return ProcessHandle.of(leader).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(process -> new ProcessIdentity(process.pid(), ProcessIdentity.UNKNOWN_START))
                    .toList();
        }
        return members(leader, all());
    }

    static List<ProcessIdentity> members(long leader, List<Entry> processes) {
        var family = new HashSet<Long>();
        family.add(leader);
        var members = new ArrayList<ProcessIdentity>();
        var rest = processes;
        int before;
        do {
            before = members.size();
            var others = new ArrayList<Entry>();
            for (var entry : rest) {
                if (entry.pid == leader) {
                    continue;
                }
                if (entry.session == leader || family.contains(entry.parent)) {
                    family.add(entry.pid);
                    if (!entry.zombie) {
                        members.add(new ProcessIdentity(entry.pid, entry.started));
                    }
                } else {
                    others.add(entry);
                }
            }
            rest = others;
        } while (members.size() > before);
        return members;
    }

    /** Sends SIGTERM or, forcibly, SIGKILL to this very process; nothing happens if it has ended. */
    public static void signal(ProcessIdentity process, boolean forcibly) {
        ProcessHandle.of(process.pid()).filter(handle -> isAlive(process)).ifPresent(handle -> {
            if (forcibly) {
                handle.destroyForcibly();
            } else {
                handle.destroy();
            }
        });
    }

    /** The identity of a process that runs now. */
    public static Optional<ProcessIdentity> identify(long pid) {
        return HAS_PROC
                ? read(pid).map(entry -> new ProcessIdentity(pid, entry.started))
                : ProcessHandle.of(pid).map(process -> new ProcessIdentity(pid, ProcessIdentity.UNKNOWN_START));
    }

    /** Whether the environment a process was started with has this variable; false if it can't be read. */
    public static boolean hasVariable(ProcessIdentity process, String name, String value) {
        try {
            var environment =
                    new String(Files.readAllBytes(PROC.resolve(process.pid() + "/environ")), StandardCharsets.UTF_8);
            return ("\0" + environment).contains("\0" + name + "=" + value + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Entry> all() {
        try (Stream<Path> directories = Files.list(PROC)) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .flatMap(name -> read(Long.parseLong(name)).stream())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Entry> read(long pid) {
        try {
            return Optional.of(Entry.parse(Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
