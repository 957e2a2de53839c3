package stadion.api.events;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.reject;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.Allow;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.Map;
import stadion.api.http.AcceptedTypes;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Endpoint;
import stadion.api.http.Resource;
import stadion.scheduler.Scheduler;

/** {@code /v2/events}: server-sent events, for those who ask for exactly that. Anything else is 405 with an empty body, as in Marathon. */
public final class EventsResource implements Resource {

    private static final String TYPE = "text/event-stream";
    /** With the charset, as Marathon sends it. */
    public static final ContentType CONTENT_TYPE = ContentTypes.create(
            MediaTypes.customWithOpenCharset("text", "event-stream", Map.of(), false), HttpCharsets.UTF_8);

    private final Endpoint endpoint;
    private final EventHub hub;

    public EventsResource(Endpoint endpoint, EventHub hub) {
        this.endpoint = endpoint;
        this.hub = hub;
    }

    @Override
    public Route route(ApiRequest request) {
        if (!request.isExact()) {
            return reject();
        }
        boolean isGet = request.http().method().equals(HttpMethods.GET);
        return isGet && AcceptedTypes.of(request.header("Accept")).names(TYPE)
                ? endpoint.stream(scheduler -> events(scheduler, request))
                : complete(Answer.empty(405).addHeader(Allow.create(HttpMethods.GET)));
    }

    private HttpResponse events(Scheduler scheduler, ApiRequest request) {
        Source<ByteString, NotUsed> events = hub.stream(scheduler, EventRequest.of(request));
        return Answer.empty(200)
                .addHeader(Connection.create("close"))
                .withEntity(HttpEntities.createCloseDelimited(CONTENT_TYPE, events));
    }
}
