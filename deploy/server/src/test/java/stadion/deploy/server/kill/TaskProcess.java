package stadion.deploy.server.kill;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A process of a task of this test, as the operating system knows it.
 *
 * @param revision the revision of the app that it was launched with
 */
public record TaskProcess(long pid, String taskId, int revision) {

    /** A command whose process shows the marker, its task and its revision among its arguments. */
    public static String command(String marker) {
        return "exec sh -c 'while :; do sleep 3600; done' " + marker + " $MESOS_TASK_ID $REVISION";
    }

    /** All that run now. */
    public static Set<TaskProcess> running(String marker) {
        return handles(marker).stream().flatMap(h -> of(h, marker).stream()).collect(Collectors.toSet());
    }

    /** Ends all that run, and what they started; also the shells that were just about to become one of them. Nobody may start others meanwhile. */
    public static void killAll(String marker) {
        for (List<ProcessHandle> left = mentioning(marker); !left.isEmpty(); left = mentioning(marker)) {
            for (ProcessHandle handle : left) {
                List<ProcessHandle> children = handle.descendants().toList();
                handle.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static List<ProcessHandle> mentioning(String marker) {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(argument -> argument.contains(marker)))
                .toList();
    }

    private static List<ProcessHandle> handles(String marker) {
        return ProcessHandle.allProcesses()
                .filter(h -> of(h, marker).isPresent())
                .toList();
    }

    private static Optional<TaskProcess> of(ProcessHandle handle, String marker) {
        List<String> arguments = handle.info().arguments().map(Arrays::asList).orElse(List.of());
        // -c <loop> <marker> <task id> <revision>; the shells around it have all this in one argument.
        return arguments.size() == 5 && arguments.get(2).equals(marker)
                ? Optional.of(new TaskProcess(handle.pid(), arguments.get(3), Integer.parseInt(arguments.get(4))))
                : Optional.empty();
    }
}
