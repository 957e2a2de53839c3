package stadion.deploy.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Stadion this is. */
final class Version {

    private Version() {}

    /** The version the build was given, such as {@code 0.1.0-SNAPSHOT}. */
    static String current() {
        try (InputStream file = Version.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
