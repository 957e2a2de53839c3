package stadion.deploy.server.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A request as it goes over the wire.
 *
 * @param headers each as {@code Name: value}; the length of the body is added unless one of them speaks of it
 * @param body each character is a byte
 */
public record RawRequest(String method, String target, List<String> headers, String body) {

    RawRequest withMethod(String other) {
        return new RawRequest(other, target, headers, body);
    }

    RawRequest withTarget(String other) {
        return new RawRequest(method, other, headers, body);
    }

    RawRequest withHeaders(List<String> other) {
        return new RawRequest(method, target, other, body);
    }

    RawRequest withBody(String other) {
        return new RawRequest(method, target, headers, other);
    }

    /** Whether the server can tell where the request ends. */
    boolean isFramed() {
        return Stream.concat(Stream.of(method, target), headers.stream())
                        .allMatch(part -> part.chars().allMatch(c -> c > 0x1f && c < 0x7f))
                && !method.contains(" ")
                && !target.contains(" ")
                && headers.stream().allMatch(header -> header.contains(":") && !framesOrSwitches(header));
    }

    private static boolean framesOrSwitches(String header) {
        String name = header.substring(0, header.indexOf(':')).strip().toLowerCase(Locale.ROOT);
        return List.of("content-length", "transfer-encoding", "connection", "upgrade", "expect", "host", "te")
                .contains(name);
    }

    byte[] bytes() {
        StringBuilder head =
                new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> starts(header, "host:"))) {
            head.append("Host: fuzz.example:8080\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (headers.stream().noneMatch(h -> starts(h, "content-length:") || starts(h, "transfer-encoding:"))) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body.getBytes(StandardCharsets.ISO_8859_1));
        return bytes.toByteArray();
    }

    private static boolean starts(String header, String name) {
        return header.toLowerCase(Locale.ROOT).startsWith(name);
    }

    /** The beginning of it, for messages. */
    @Override
    public String toString() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        return text.length() > 1000 ? text.substring(0, 1000) + "… (" + text.length() + " characters)" : text;
    }
}
