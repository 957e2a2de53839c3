package stadion.deploy.server.flows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The process of a task, found by what Linux shows of every process. */
record TaskHandle(ProcessHandle process) {

    /** The process that the command of the task has become, or has started last. */
    static TaskHandle of(String taskId) {
        List<ProcessHandle> all = ProcessHandle.allProcesses()
                .filter(process -> belongsTo(process, taskId))
                .toList();
        return all.stream()
                .filter(process -> process.children().noneMatch(all::contains))
                .findFirst()
                .map(TaskHandle::new)
                .orElseThrow(() -> new AssertionError("no process of " + taskId));
    }

    private static boolean belongsTo(ProcessHandle process, String taskId) {
        try {
            String environment = Files.readString(proc(process).resolve("environ"), ISO_8859_1);
            return Arrays.asList(environment.split("\0")).contains("MESOS_TASK_ID=" + taskId);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Its working directory. */
    Path directory() throws IOException {
        return proc(process).resolve("cwd").toRealPath();
    }
}
