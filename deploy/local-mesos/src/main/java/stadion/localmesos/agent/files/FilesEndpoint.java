package stadion.localmesos.agent.files;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;
import akka.http.javadsl.model.headers.ContentDisposition;
import akka.http.javadsl.model.headers.ContentDispositionTypes;
import akka.stream.javadsl.FileIO;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers {@code /files/browse}, {@code /files/read} and {@code /files/download}, with or without {@code .json}. Blocks
 * while it looks at files, but not while it sends them.
 */
public final class FilesEndpoint {

    public static final String PREFIX = "/files/";

    private static final JsonMapper JSON = new JsonMapper();

    private final SandboxFiles files;

    public FilesEndpoint(SandboxFiles files) {
        this.files = files;
    }

    /** Answers a request whose path begins with {@link #PREFIX}. */
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
            return HttpResponse.create()
                    .withStatus(StatusCodes.METHOD_NOT_ALLOWED)
                    .addHeader(Allow.create(HttpMethods.GET, HttpMethods.HEAD));
        }
        var query = request.getUri().query();
        try {
            return switch (request.getUri().path().substring(PREFIX.length()).replaceFirst("\\.json$", "")) {
                case "browse" -> browse(query);
                case "read" -> read(query);
                case "download" -> download(query);
                default -> text(404, "");
            };
        } catch (FilesException e) {
            return text(e.status(), e.getMessage());
        } catch (IOException e) {
            return text(500, "Failed to read the file: " + e.getMessage() + ".\n");
        }
    }

    private HttpResponse browse(Query query) throws FilesException, IOException {
        return json(JSON.valueToTree(files.browse(path(query))), query);
    }

    /** An offset of -1, also the default, asks for the file's size. */
    private HttpResponse read(Query query) throws FilesException, IOException {
        var offset = number(query, "offset").orElse(-1L);
        var length = number(query, "length").filter(value -> value >= 0);
        var content =
                offset < 0 ? files.read(path(query), 0, Optional.of(0L)) : files.read(path(query), offset, length);
        var answer = JSON.createObjectNode();
        answer.put("data", content.data());
        answer.put("offset", offset < 0 ? content.size() : offset);
        return json(answer, query);
    }

    /** Sends as much as the file has now: a log may grow meanwhile. */
    private HttpResponse download(Query query) throws FilesException, IOException {
        var file = files.download(path(query));
        var size = Files.size(file);
        var content = FileIO.fromPath(file).statefulMapConcat(() -> {
            var left = new long[] {size};
            return (ByteString bytes) -> {
                var part = bytes.take((int) Math.min(left[0], bytes.size()));
                left[0] -= part.size();
                return part.isEmpty() ? List.<ByteString>of() : List.of(part);
            };
        });
        return HttpResponse.create()
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_OCTET_STREAM, size, content))
                .addHeader(ContentDisposition.create(
                        ContentDispositionTypes.ATTACHMENT,
                        Map.of("filename", file.getFileName().toString())));
    }

    private static String path(Query query) throws FilesException {
        return query.get("path")
                .filter(path -> !path.isEmpty())
                .orElseThrow(() -> FilesException.badRequest("Expecting 'path=value' in query"));
    }

    private static Optional<Long> number(Query query, String name) throws FilesException {
        var text = query.get(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var value = Long.parseLong(text.get());
            if (value < -1) {
                throw FilesException.badRequest("Negative " + name + " provided: " + value);
            }
            return Optional.of(value);
        } catch (NumberFormatException e) {
            throw FilesException.badRequest("Failed to parse " + name + ": '" + text.get() + "' is not a number");
        }
    }

    /** JSON or, for pages of other servers, a call of the function that {@code jsonp} names. */
    public static HttpResponse json(JsonNode content, Query query) {
        var callback = query.get("jsonp").filter(name -> name.matches("[A-Za-z_$][A-Za-z0-9_$.]*"));
        var body = callback.map(name -> name + "(" + content + ");").orElseGet(content::toString);
        var type = callback.isPresent()
                ? MediaTypes.applicationWithOpenCharset("javascript").toContentType(HttpCharsets.UTF_8)
                : ContentTypes.APPLICATION_JSON;
        return HttpResponse.create().withEntity(HttpEntities.create(type, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse text(int status, String message) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(ContentTypes.TEXT_PLAIN_UTF8, message);
    }
}
