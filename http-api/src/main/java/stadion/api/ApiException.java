package stadion.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * A request that is answered with an error of Marathon's form: a status of 400 and above, and a JSON object with at least a {@code message}. May be thrown anywhere
 * while a request is read, also inside a change of the tree; it carries no stack trace.
 */
public class ApiException extends RuntimeException {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final int status;
    private final transient ObjectNode body;

    public ApiException(int status, ObjectNode body) {
        super(body.path("message").asText(), null, false, false);
        this.status = status;
        this.body = body;
    }

    /** {@code {"message": …}}. */
    public ApiException(int status, String message) {
        this(status, JSON.objectNode().put("message", message));
    }

    /** {@code {"message": …, "details": …}}. */
    public static ApiException withDetails(int status, String message, JsonNode details) {
        ObjectNode body = JSON.objectNode().put("message", message);
        body.set("details", details);
        return new ApiException(status, body);
    }

    /** 404 as Marathon answers reads: with an empty list of details. */
    public static ApiException notFound(String message) {
        return withDetails(404, message, JSON.arrayNode());
    }

    /** 409: other deployments touch the same apps. */
    public static ApiException locked(Collection<String> deployments) {
        ObjectNode body = JSON.objectNode()
                .put(
                        "message",
                        "App is locked by one or more deployments. Override with the option '?force=true'. "
                                + "View details at '/v2/deployments/<DEPLOYMENT_ID>'.");
        deployments.forEach(id -> body.withArray("deployments").addObject().put("id", id));
        return new ApiException(409, body);
    }

    public int status() {
        return status;
    }

    public ObjectNode body() {
        return body;
    }
}
