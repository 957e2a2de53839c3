package stadion.localmesos.master;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.Accept;
import java.util.Optional;

/** The two encodings of the v1 API. */
final class MesosMedia {

    static final MediaType.Binary PROTOBUF = MediaTypes.applicationBinary("x-protobuf", false);
    static final MediaType JSON = MediaTypes.APPLICATION_JSON;

    private MesosMedia() {}

    /** The encoding in which a request wants its answer; JSON if both would do, empty if neither does. */
    static Optional<MediaType> accepted(HttpRequest request) {
        var accept = request.getHeader(Accept.class);
        if (accept.isEmpty() || accepts(accept.get(), JSON)) {
            return Optional.of(JSON);
        }
        return accepts(accept.get(), PROTOBUF) ? Optional.of(PROTOBUF) : Optional.empty();
    }

    private static boolean accepts(Accept accept, MediaType type) {
        for (var range : accept.getMediaRanges()) {
            if (range.qValue() > 0 && range.matches(type)) {
                return true;
            }
        }
        return false;
    }
}
