package stadion.api.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.WWWAuthenticate;
import akka.http.javadsl.server.AuthenticationFailedRejection;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.IllegalUriException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stadion.api.ApiException;

/** Turns whatever goes wrong with a request into an answer in Marathon's form. */
public final class ErrorRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorRoutes.class);

    private ErrorRoutes() {}

    public static RejectionHandler rejections() {
        return RejectionHandler.newBuilder()
                .handleAll(MethodRejection.class, ErrorRoutes::otherMethods)
                .handle(AuthenticationFailedRejection.class, ErrorRoutes::unauthorized)
                .handle(
                        Rejection.class,
                        rejection -> complete(Answer.message(400, "The request could not be understood.")))
                .handleNotFound(complete(Answer.message(404, "URI not found")))
                .build();
    }

    /** 405 with the methods that are there, or, to OPTIONS, these methods alone. */
    private static Route otherMethods(List<MethodRejection> rejections) {
        String allowed = rejections.stream()
                .map(MethodRejection::supported)
                .map(HttpMethod::value)
                .distinct()
                .map(method -> method.equals("GET") ? "GET, HEAD" : method)
                .collect(Collectors.joining(", ", "", ", OPTIONS"));
        return extractRequest(request -> {
            HttpResponse answer = request.method().equals(HttpMethods.OPTIONS)
                    ? Answer.empty(200)
                    : Answer.message(405, "Method Not Allowed");
            return complete(answer.addHeader(RawHeader.create("Allow", allowed)));
        });
    }

    private static Route unauthorized(AuthenticationFailedRejection rejection) {
        return complete(Answer.message(401, "Authentication is required: give user and password.")
                .addHeader(WWWAuthenticate.create(rejection.challenge())));
    }

    public static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .matchAny(error -> extractRequest(request -> complete(answer(request, error))))
                .build();
    }

    private static HttpResponse answer(HttpRequest request, Throwable error) {
        if (error instanceof CompletionException && error.getCause() != null) {
            return answer(request, error.getCause());
        }
        if (error instanceof ApiException refused) {
            return Answer.error(refused);
        }
        if (error instanceof EntityStreamException broken) {
            return Answer.message(400, broken.info().summary());
        }
        if (error instanceof IllegalUriException) {
            return Answer.message(400, "The query of the request could not be decoded.");
        }
        if (error instanceof TimeoutException) {
            LOG.warn(
                    "no answer in time to {} {}",
                    request.method().value(),
                    request.getUri().path());
            return Answer.message(503, "The scheduler did not answer in time; the change may still happen.");
        }
        LOG.error("{} {} failed", request.method().value(), request.getUri().path(), error);
        return Answer.message(500, "The server failed to answer this request; its log tells why.");
    }
}
