package stadion.api.node;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import stadion.api.NodeInfo;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.api.json.Json;
import stadion.scheduler.SchedulerView.Mesos;
import stadion.scheduler.leader.Leadership;

/** {@code /v2/info}: which server this is and how it was started. */
public final class InfoResource implements Resource {

    private final Endpoint endpoint;
    private final NodeInfo info;
    private final Leadership leadership;

    public InfoResource(Endpoint endpoint, NodeInfo info, Leadership leadership) {
        this.endpoint = endpoint;
        this.info = info;
        this.leadership = leadership;
    }

    @Override
    public Route route(ApiRequest request) {
        return request.isExact() ? get(() -> endpoint.local(request, r -> info())) : reject();
    }

    private HttpResponse info() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("name", info.name());
        json.put("version", info.version());
        json.put("buildref", info.buildref());
        json.put("elected", leadership.scheduler().isPresent());
        leadership.leader().ifPresent(leader -> json.put("leader", leader.hostPort()));
        Optional<Mesos> mesos =
                leadership.scheduler().flatMap(scheduler -> scheduler.view().mesos());
        mesos.ifPresent(m -> json.put("frameworkId", m.frameworkId()));
        ObjectNode marathon = Json.MAPPER.valueToTree(info.marathonConfig());
        mesos.filter(m -> !marathon.hasNonNull("mesos_leader_ui_url"))
                .ifPresent(m -> marathon.put("mesos_leader_ui_url", m.leaderUrl()));
        json.set("marathon_config", marathon);
        json.set("zookeeper_config", Json.MAPPER.valueToTree(info.zookeeperConfig()));
        json.set("http_config", Json.MAPPER.valueToTree(info.httpConfig()));
        return Answer.json(200, json);
    }
}
