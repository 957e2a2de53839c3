package stadion.localmesos.agent.process;

import java.util.Map;

/**
 * How a process ended.
 *
 * @param value the exit status (0 to 255) or, if {@code signalled}, the number of the signal
 * @param signalled whether a signal ended it
 * @param coreDumped whether the system wrote a core file
 */
public record ExitStatus(int value, boolean signalled, boolean coreDumped) {

    private static final int SIGNAL_BASE = 128;
    private static final int SIGINT = 2;
    private static final int SIGPIPE = 13;

    /** As glibc's strsignal names them on Linux, which is what Mesos puts into its messages. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "Hangup"),
            Map.entry(2, "Interrupt"),
            Map.entry(3, "Quit"),
            Map.entry(4, "Illegal instruction"),
            Map.entry(5, "Trace/breakpoint trap"),
            Map.entry(6, "Aborted"),
            Map.entry(7, "Bus error"),
            Map.entry(8, "Floating point exception"),
            Map.entry(9, "Killed"),
            Map.entry(10, "User defined signal 1"),
            Map.entry(11, "Segmentation fault"),
            Map.entry(12, "User defined signal 2"),
            Map.entry(13, "Broken pipe"),
            Map.entry(14, "Alarm clock"),
            Map.entry(15, "Terminated"),
            Map.entry(24, "CPU time limit exceeded"),
            Map.entry(25, "File size limit exceeded"),
            Map.entry(31, "Bad system call"));

    /** Ended by itself with this status, 0 to 255. */
    public static ExitStatus exited(int status) {
        return new ExitStatus(status, false, false);
    }

    /** Ended by this signal. */
    public static ExitStatus signalled(int signal) {
        return new ExitStatus(signal, true, false);
    }

    /**
     * What a shell tells of its child. A status above 128 may mean a signal or just that number; shells complain on stderr
     * of signals other than SIGINT and SIGPIPE, which tells them apart.
     *
     * @param status the shell's {@code $?}
     * @param complaint what the shell wrote on its own stderr
     */
    static ExitStatus ofShell(int status, String complaint) {
        var signal = status - SIGNAL_BASE;
        if (signal <= 0 || signal > 64) {
            return exited(status);
        }
        if (complaint.isBlank() && signal != SIGINT && signal != SIGPIPE) {
            return exited(status);
        }
        return new ExitStatus(signal, true, complaint.contains("core dumped"));
    }

    /** What the JVM tells of a child; it can't tell a signal from a status above 128, and signals are more likely. */
    public static ExitStatus ofChild(int exitValue) {
        return exitValue > SIGNAL_BASE ? signalled(exitValue - SIGNAL_BASE) : exited(exitValue);
    }

    /** Whether it ended by itself with status 0. */
    public boolean isSuccess() {
        return !signalled && value == 0;
    }

    /** As in "Command exited with status 1" or "Command terminated with signal Killed". */
    public String describe() {
        if (!signalled) {
            return "exited with status " + value;
        }
        return "terminated with signal " + SIGNALS.getOrDefault(value, "Unknown signal " + value)
                + (coreDumped ? " (core dumped)" : "");
    }
}
