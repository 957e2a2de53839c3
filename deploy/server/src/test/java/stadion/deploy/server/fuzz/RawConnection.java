package stadion.deploy.server.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sends requests as bytes, one after the other, over one connection as long as that can be kept. Not for use by several threads. */
public final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    public RawConnection(int port) {
        this.port = port;
    }

    /** An answer; header names in lower case. Of an event stream only the head. */
    public record Reply(int status, Map<String, String> headers, String body) {
        public boolean isJson() {
            return headers.getOrDefault("content-type", "").startsWith("application/json");
        }
    }

    /**
     * Sends a request.
     *
     * @return the answer; empty when the server closed the connection instead, which it may if the request does not say where it ends
     * @throws IOException when a whole request is not answered
     */
    public Optional<Reply> send(RawRequest request) throws IOException {
        if (!request.isFramed()) {
            return sendAlone(request);
        }
        try {
            return Optional.of(exchange(request));
        } catch (SocketTimeoutException e) {
            close();
            throw e;
        } catch (IOException closedSinceTheLastRequest) {
            close();
            return Optional.of(exchange(request));
        }
    }

    private Reply exchange(RawRequest request) throws IOException {
        if (socket == null) {
            open();
        }
        socket.getOutputStream().write(request.bytes());
        Reply reply = read(request.method().equals("HEAD"));
        boolean endless = reply.headers().getOrDefault("content-type", "").startsWith("text/event-stream");
        if (endless || reply.headers().getOrDefault("connection", "").equalsIgnoreCase("close")) {
            close();
        }
        return reply;
    }

    /** Over a connection of its own, on which nothing follows. */
    private Optional<Reply> sendAlone(RawRequest request) throws IOException {
        close();
        open();
        try {
            socket.getOutputStream().write(request.bytes());
            socket.shutdownOutput();
            return Optional.of(read(request.method().equals("HEAD")));
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException closed) {
            return Optional.empty();
        } finally {
            close();
        }
    }

    private void open() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private Reply read(boolean withoutBody) throws IOException {
        String status = line();
        int code = Integer.parseInt(status.split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if (code / 100 == 1) {
            return read(withoutBody);
        }
        boolean empty = withoutBody || code == 204 || code == 304;
        boolean stream = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        return new Reply(code, headers, empty || stream ? "" : new String(body(headers), StandardCharsets.UTF_8));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int length;
        do {
            length = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            body.writeBytes(exactly(length));
            line();
        } while (length > 0);
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ends early");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
