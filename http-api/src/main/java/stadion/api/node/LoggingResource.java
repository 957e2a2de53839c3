package stadion.api.node;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import stadion.api.NodeControls;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.api.json.Json;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.api.json.JsonTypes;
import stadion.api.json.Violations;

/** {@code /logging}: the levels of this node's loggers. */
public final class LoggingResource implements Resource {

    private static final JsonType<String> LEVEL = JsonTypes.oneOf("trace", "debug", "info", "warn", "error");

    private final Endpoint endpoint;
    private final NodeControls controls;

    public LoggingResource(Endpoint endpoint, NodeControls controls) {
        this.endpoint = endpoint;
        this.controls = controls;
    }

    @Override
    public Route route(ApiRequest request) {
        return request.isExact()
                ? concat(
                        get(() -> endpoint.local(request, r -> levels())),
                        post(() -> endpoint.localBody(request, this::change)))
                : reject();
    }

    private HttpResponse levels() {
        return Answer.json(200, Json.MAPPER.<JsonNode>valueToTree(controls.logLevels()));
    }

    private HttpResponse change(byte[] body) {
        JsonNode change = Json.parse(body);
        Violations errors = new Violations();
        JsonFields fields = JsonFields.strict(change, "", errors);
        String logger = fields.required("logger", JsonTypes.STRING, "");
        String level = fields.required("level", LEVEL, "");
        Integer seconds = fields.optional("durationSeconds", JsonTypes.NOT_NEGATIVE);
        errors.throwIfMisshapen();
        controls.logLevel(logger, level, Optional.ofNullable(seconds).map(Duration::ofSeconds));
        return Answer.json(200, change);
    }
}
