package stadion.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection on which requests are sent one after the other. It does as little as possible, so that the server is what is measured. Not for use by several threads. */
final class HttpConnection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private final byte[] buffer = new byte[1 << 16];

    HttpConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        host = server.getAuthority();
    }

    /**
     * Sends a request and reads the whole answer.
     *
     * @param headers further ones, each ended by CR LF
     * @return how many bytes the body has, as sent
     * @throws IOException also when the answer is no success
     */
    long exchange(String method, String path, String headers, String body) throws IOException {
        byte[] content = body.getBytes(UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes((method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: application/json\r\n"
                        + headers
                        + (content.length == 0
                                ? ""
                                : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n")
                        + "\r\n")
                .getBytes(UTF_8));
        request.writeBytes(content);
        socket.getOutputStream().write(request.toByteArray());
        String status = line();
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        header.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        long bytes = chunked ? skipChunks() : skip(length);
        if (!status.split(" ", 3)[1].startsWith("2")) {
            throw new IOException(method + " " + path + " was answered " + status);
        }
        return bytes;
    }

    private long skipChunks() throws IOException {
        long all = 0;
        long chunk;
        do {
            chunk = skip(Long.parseLong(line(), 16));
            line();
            all += chunk;
        } while (chunk > 0);
        return all;
    }

    private long skip(long length) throws IOException {
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("the answer ends early");
            }
            left -= read;
        }
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.append((char) b);
        }
        return new String(line.toString().strip().getBytes(StandardCharsets.ISO_8859_1), UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
