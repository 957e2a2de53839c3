package stadion.localmesos.agent.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.mesos.v1.Protos.CheckInfo;
import org.apache.mesos.v1.Protos.CheckStatusInfo;
import org.apache.mesos.v1.Protos.CommandInfo;
import stadion.localmesos.agent.process.ExitStatus;

/** Tries probes out. Thread-safe. */
public final class Prober {

    private final HttpClient http;
    private final Executor blocking;

    /** A prober that opens connections on threads of this executor. */
    public Prober(Executor blocking) {
        this.blocking = blocking;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .sslContext(trustingAnybody())
                .build();
    }

    /** The task that is probed. */
    public interface Target {

        /** The address to connect to. */
        String host(boolean ipv6);

        /**
         * Runs a command where the task runs.
         *
         * @return how it ended; empty if it took longer than {@code timeout}, and was killed then
         */
        CompletionStage<Optional<ExitStatus>> run(CommandInfo command, Duration timeout) throws IOException;
    }

    /**
     * Tries a probe.
     *
     * @return its result; fails with a message that says why there is none
     */
    public CompletionStage<CheckStatusInfo> probe(Probe probe, Duration timeout, Target target) {
        if (probe instanceof Probe.Http it) {
            return get(it, timeout, target);
        } else if (probe instanceof Probe.Tcp it) {
            return connect(it, timeout, target);
        } else if (probe instanceof Probe.Command it) {
            return run(it, timeout, target);
        }
        throw new IllegalArgumentException("Unknown probe " + probe);
    }

    private CompletionStage<CheckStatusInfo> get(Probe.Http probe, Duration timeout, Target target) {
        var host = target.host(probe.ipv6());
        var authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + probe.port();
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(probe.scheme() + "://" + authority + probe.path()))
                    .timeout(timeout)
                    .build();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return http.sendAsync(request, BodyHandlers.discarding())
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(response -> CheckStatusInfo.newBuilder()
                        .setType(CheckInfo.Type.HTTP)
                        .setHttp(CheckStatusInfo.Http.newBuilder().setStatusCode(response.statusCode()))
                        .build());
    }

    private CompletionStage<CheckStatusInfo> connect(Probe.Tcp probe, Duration timeout, Target target) {
        return CompletableFuture.supplyAsync(() -> connects(target.host(probe.ipv6()), probe.port(), timeout), blocking)
                .thenApply(succeeded -> CheckStatusInfo.newBuilder()
                        .setType(CheckInfo.Type.TCP)
                        .setTcp(CheckStatusInfo.Tcp.newBuilder().setSucceeded(succeeded))
                        .build());
    }

    private static boolean connects(String host, int port, Duration timeout) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
            return true;
        } catch (SocketTimeoutException e) {
            throw new CompletionException("TCP connection timed out", e);
        } catch (IOException e) {
            return false;
        }
    }

    private static CompletionStage<CheckStatusInfo> run(Probe.Command probe, Duration timeout, Target target) {
        try {
            return target.run(probe.command(), timeout).thenApply(status -> result(status, timeout));
        } catch (IOException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A command that was killed or took too long has no result. */
    private static CheckStatusInfo result(Optional<ExitStatus> status, Duration timeout) {
        var ended = status.orElseThrow(
                () -> new IllegalStateException("Command timed out after " + timeout.toMillis() + " ms"));
        if (ended.signalled()) {
            throw new IllegalStateException("Command " + ended.describe());
        }
        return CheckStatusInfo.newBuilder()
                .setType(CheckInfo.Type.COMMAND)
                .setCommand(CheckStatusInfo.Command.newBuilder().setExitCode(ended.value()))
                .build();
    }

    private static SSLContext trustingAnybody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has TLS", e);
        }
    }
}
