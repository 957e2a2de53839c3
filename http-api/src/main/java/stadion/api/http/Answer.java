package stadion.api.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import stadion.api.ApiException;
import stadion.api.json.Timestamps;
import stadion.api.render.JsonOutput;
import stadion.scheduler.deployment.DeploymentPlan;

/** The answers that routes give. */
public final class Answer {

    private Answer() {}

    public static HttpResponse json(int status, ByteString json) {
        return of(status, ContentTypes.APPLICATION_JSON, json);
    }

    public static HttpResponse json(int status, JsonNode json) {
        return json(status, ByteString.fromString(json.toString()));
    }

    /** {@code {"message": …}}. */
    public static HttpResponse message(int status, String message) {
        return error(new ApiException(status, message));
    }

    public static HttpResponse text(int status, String text) {
        return of(status, ContentTypes.TEXT_PLAIN_UTF8, ByteString.fromString(text));
    }

    /** Text of the given content type, which is written with all its parameters. */
    public static HttpResponse text(int status, String type, String text) {
        return of(status, ContentTypes.parse(type), ByteString.fromString(text));
    }

    public static HttpResponse empty(int status) {
        return HttpResponse.create().withStatus(StatusCodes.get(status));
    }

    public static HttpResponse error(ApiException error) {
        return json(error.status(), error.body());
    }

    /** What Marathon answers to calls that start a deployment. */
    public static HttpResponse deployment(int status, DeploymentPlan plan) {
        ByteString json = JsonOutput.render(out -> {
            out.json().writeStartObject();
            out.json().writeStringField("version", Timestamps.format(plan.version()));
            out.json().writeStringField("deploymentId", plan.id());
            out.json().writeEndObject();
        });
        return withDeployment(json(status, json), plan);
    }

    public static HttpResponse withDeployment(HttpResponse answer, DeploymentPlan plan) {
        return answer.addHeader(RawHeader.create("Marathon-Deployment-Id", plan.id()));
    }

    private static HttpResponse of(int status, ContentType type, ByteString body) {
        return empty(status).withEntity(HttpEntities.create(type, body));
    }
}
