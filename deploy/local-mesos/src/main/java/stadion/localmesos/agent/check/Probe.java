package stadion.localmesos.agent.check;

import org.apache.mesos.v1.Protos.CommandInfo;

/** What is tried to learn how a task is. */
public sealed interface Probe {

    /**
     * A GET request; redirects are followed, certificates not verified.
     *
     * @param scheme http or https
     * @param path with its leading slash, or empty
     */
    record Http(String scheme, int port, String path, boolean ipv6) implements Probe {}

    /** A connection that is closed again. */
    record Tcp(int port, boolean ipv6) implements Probe {}

    /** A command whose exit status tells. */
    record Command(CommandInfo command) implements Probe {}
}
