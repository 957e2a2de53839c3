package stadion.persistence.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import stadion.persistence.StoreUnavailable;

/** Where the database is, and who connects to it. As text it names neither user nor password. */
final class PostgresAddress {

    private static final String PREFIX = "jdbc:postgresql:";

    private final String url;
    private final Properties given;

    private PostgresAddress(String url, Properties given) {
        this.url = url;
        this.given = given;
    }

    /**
     * Reads {@code jdbc:postgresql://host[:port][,host...]/database[?user=..&password=..&option=..]}.
     *
     * @throws StoreUnavailable if it isn't that
     */
    static PostgresAddress parse(String jdbcUrl) {
        int query = jdbcUrl.indexOf('?');
        String url = query < 0 ? jdbcUrl : jdbcUrl.substring(0, query);
        // The driver reads neither; what stands before an @ may be a password.
        if (!url.startsWith(PREFIX) || url.contains("@") || Driver.parseURL(url, new Properties()) == null) {
            throw refused();
        }
        return new PostgresAddress(url, query < 0 ? new Properties() : options(jdbcUrl.substring(query + 1)));
    }

    private static Properties options(String query) {
        Properties options = new Properties();
        for (String option : query.split("&")) {
            String[] nameAndValue = option.split("=", 2);
            if (nameAndValue.length != 2) {
                throw refused();
            }
            options.setProperty(nameAndValue[0], decoded(nameAndValue[1]));
        }
        return options;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static StoreUnavailable refused() {
        return new StoreUnavailable(
                "--store must be jdbc:postgresql://host[:port]/database?user=...&password=...,"
                        + " special characters in the values escaped as in any URL; it isn't shown here, as it may hold a password.");
    }

    /** The address without any options. */
    String url() {
        return url;
    }

    /** The schema that holds the tables: {@code currentSchema} of the address, or {@code stadion}. */
    String schema() {
        return given.getProperty(PGProperty.CURRENT_SCHEMA.getName(), "stadion");
    }

    /**
     * The options of a connection: what the address says, and for what it doesn't, bounds on all that waits.
     *
     * @param answer how long one answer of the database may take
     */
    Properties options(Duration answer) {
        Properties all = new Properties();
        set(all, PGProperty.CURRENT_SCHEMA, schema());
        set(all, PGProperty.APPLICATION_NAME, "stadion");
        set(all, PGProperty.CONNECT_TIMEOUT, "2");
        set(all, PGProperty.LOGIN_TIMEOUT, "5");
        set(all, PGProperty.SOCKET_TIMEOUT, Long.toString(answer.toSeconds()));
        set(all, PGProperty.TCP_KEEP_ALIVE, "true");
        set(all, PGProperty.REWRITE_BATCHED_INSERTS, "true");
        // Of several hosts the one that can be written; after a failover another.
        set(all, PGProperty.TARGET_SERVER_TYPE, "primary");
        set(all, PGProperty.HOST_RECHECK_SECONDS, "1");
        all.putAll(given);
        return all;
    }

    private static void set(Properties all, PGProperty property, String value) {
        all.setProperty(property.getName(), value);
    }

    @Override
    public String toString() {
        return url.substring(PREFIX.length()).replaceFirst("^/+", "");
    }
}
