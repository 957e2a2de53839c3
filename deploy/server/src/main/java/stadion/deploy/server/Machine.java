package stadion.deploy.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * What defaults of flags depend on.
 *
 * @param hostName the local host's name
 * @param userName the user the server runs as
 * @param workingDirectory what a relative {@code --data_dir} is relative to
 */
record Machine(String hostName, String userName, Path workingDirectory) {

    /** The machine this process runs on. */
    static Machine here() {
        return new Machine(
                localHostName(), System.getProperty("user.name"), Path.of("").toAbsolutePath());
    }

    private static String localHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The host's name is in no hosts file and no DNS: others could not use it either.
            return "localhost";
        }
    }
}
