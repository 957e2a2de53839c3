package stadion.localmesos.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import stadion.localmesos.agent.cgroup.ControlGroup;
import stadion.localmesos.agent.cgroup.ControlGroups;

/** Finds and ends the processes that a test's agent has started: their current directory is in the test's directory. */
final class Leftovers {

    private Leftovers() {}

    static List<Long> find(Path directory) {
        var found = new ArrayList<Long>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            var root = directory.toRealPath();
            for (var process : processes
                    .filter(it -> it.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                try {
                    if (Files.readSymbolicLink(process.resolve("cwd")).startsWith(root)) {
                        found.add(Long.parseLong(process.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Kills them all and removes the control groups they were in. */
    static void kill(Path directory) {
        for (var round = 0; round < 10; round++) {
            find(directory).stream()
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
        }
        var groups = ControlGroups.find(Path.of("/sys/fs/cgroup"));
        try (Stream<Path> tasks = Files.walk(directory.resolve("meta/runs"), 1)) {
            tasks.flatMap(run -> Stream.of("", "-0", "-1").map(suffix -> run.getFileName() + suffix))
                    .flatMap(name -> groups.group(name).stream())
                    .forEach(ControlGroup::remove);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
