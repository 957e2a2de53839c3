package stadion.localmesos.master;

import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.URL;

/** Where an agent's HTTP end points are. */
final class AgentUrl {

    private static final String PATH = "/slave(1)";

    private AgentUrl() {}

    static URL of(AgentInfo agent, String ip) {
        return URL.newBuilder()
                .setScheme("http")
                .setAddress(Address.newBuilder()
                        .setHostname(agent.getHostname())
                        .setIp(ip)
                        .setPort(agent.getPort()))
                .setPath(PATH)
                .build();
    }

    /** As Mesos prints it: {@code slave(1)@10.0.0.1:5051}. */
    static String pid(AgentInfo agent, String ip) {
        return PATH.substring(1) + "@" + ip + ":" + agent.getPort();
    }
}
