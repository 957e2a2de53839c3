package stadion.localmesos;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.apache.mesos.v1.Protos.AgentInfo;

/** Makes the agents of one kind. Closed after all its agents. */
public interface AgentFactory extends AutoCloseable {

    /** Makes one agent, which recovers what it has in its work directory when it is started. */
    Agent create(Spec spec) throws IOException;

    @Override
    void close();

    /**
     * What an agent is told.
     *
     * @param info the agent as configured: id, host name, attributes and resources (without what was reserved since). A port
     *     of 0 lets the agent choose one for its HTTP end points; it then says which in {@link Agent#info()}.
     * @param bindAddress where the agent's HTTP end points listen
     * @param workDirectory the agent's own directory, which it may have to make
     */
    record Spec(AgentInfo info, InetAddress bindAddress, Path workDirectory) {}
}
