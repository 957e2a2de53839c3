package stadion.localmesos.master;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;

/** HTTP answers in Mesos' form. */
final class Answers {

    private Answers() {}

    static HttpResponse empty(StatusCode status) {
        return HttpResponse.create().withStatus(status).withEntity(HttpEntities.EMPTY);
    }

    static HttpResponse text(StatusCode status, String text) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.TEXT_PLAIN_UTF8, text);
    }

    static HttpResponse json(byte[] json) {
        return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, json);
    }

    static HttpResponse methodNotAllowed(HttpMethod received, HttpMethod allowed) {
        return text(
                        StatusCodes.METHOD_NOT_ALLOWED,
                        "405 Method Not Allowed. Expecting one of { '" + allowed.value() + "' }, but received '"
                                + received.value() + "'.")
                .addHeader(Allow.create(allowed));
    }
}
