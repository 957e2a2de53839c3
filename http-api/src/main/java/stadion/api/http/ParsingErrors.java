package stadion.api.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/** Answers requests that are no HTTP, or that no route can be asked about. Named in the server's settings. */
public final class ParsingErrors extends ParsingErrorHandler {

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        log.debug("refused a request: {}", error.formatPretty());
        return CommonHeaders.fixed(Answer.message(answered(status.intValue()), error.summary()));
    }

    /** What a client got wrong is no fault of the server: unknown methods (501) and versions (505), for which Akka thinks otherwise. */
    private static int answered(int status) {
        return switch (status) {
            case 501 -> 405;
            case 505 -> 400;
            default -> status;
        };
    }
}
