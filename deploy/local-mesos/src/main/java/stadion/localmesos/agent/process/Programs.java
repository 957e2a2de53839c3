package stadion.localmesos.agent.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of the system that starting a process takes. All of them come with every Linux distribution (util-linux,
 * coreutils, or busybox); where {@code setsid} is missing, perl does as well.
 *
 * @param newSession what makes a program that follows it the leader of a session of its own
 * @param env the program {@code env}
 * @param asUser what runs a program that follows it as the user that stands in the place of {@link #USER}; empty if there
 *     is none
 */
public record Programs(List<String> newSession, String env, List<String> asUser) {

    private static final String USER = "\0user";

    /**
     * Finds them on the {@code PATH} of this JVM and in the usual directories.
     *
     * @throws IllegalStateException if one is missing that nothing works without
     */
    public static Programs find() {
        return new Programs(findNewSession(), require("env"), findAsUser());
    }

    /** Looks for an executable program. */
    public static Optional<Path> find(String name) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of(path.split(":", -1)),
                        Stream.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, name))
                .filter(program -> Files.isExecutable(program) && !Files.isDirectory(program))
                .findFirst();
    }

    /**
     * What stands in front of a command to run it as this user.
     *
     * @throws IllegalArgumentException if this machine has no program for that
     */
    List<String> asUser(String user) {
        if (asUser.isEmpty()) {
            throw new IllegalArgumentException("Can't run as user '" + user
                    + "': neither 'setpriv' nor 'runuser' (both of util-linux) is installed");
        }
        return asUser.stream().map(part -> part.replace(USER, user)).toList();
    }

    private static List<String> findNewSession() {
        return find("setsid")
                .map(program -> List.of(program.toString()))
                .or(() -> find("perl")
                        .map(perl ->
                                List.of(perl.toString(), "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die $!")))
                .orElseThrow(() -> new IllegalStateException(
                        "Tasks can't be started: neither 'setsid' (of util-linux) nor 'perl' is installed"));
    }

    private static List<String> findAsUser() {
        var found = new ArrayList<String>();
        find("setpriv")
                .ifPresentOrElse(
                        program -> found.addAll(
                                List.of(program.toString(), "--reuid=" + USER, "--regid=" + USER, "--init-groups")),
                        () -> find("runuser")
                                .ifPresent(program -> found.addAll(List.of(program.toString(), "-u", USER, "--"))));
        return List.copyOf(found);
    }

    private static String require(String name) {
        return find(name)
                .map(Path::toString)
                .orElseThrow(
                        () -> new IllegalStateException("Tasks can't be started: '" + name + "' is not installed"));
    }
}
