package stadion.scheduler.health;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.health.ReadinessResult.Response;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.PortMapping;
import stadion.scheduler.model.AppDefinition.ReadinessCheck;
import stadion.scheduler.model.Instance;

/** Where the checks of an instance are to be sent, and what counts as a good answer. */
public final class Probes {

    private static final int NO_ANSWER = 504;

    private Probes() {}

    /** Host and port of the instance for a check. */
    public record Address(String host, int port) {}

    /** Why an answer was bad. */
    public static final class BadAnswer extends RuntimeException {
        BadAnswer(String message) {
            super(message, null, false, false);
        }
    }

    /** The address, if the instance has such a port yet. */
    public static Optional<Address> address(AppDefinition app, Instance instance, HealthCheck check) {
        if (check.port() != null) {
            return host(app, instance, null).map(host -> new Address(host, check.port()));
        }
        return address(app, instance, check.portIndex() == null ? 0 : check.portIndex());
    }

    /** The address of a readiness check: that of the port it names. */
    public static Optional<Address> address(AppDefinition app, Instance instance, ReadinessCheck check) {
        List<@Nullable String> names = app.isHostNetwork()
                ? app.portDefinitions().stream()
                        .map(AppDefinition.PortDefinition::name)
                        .toList()
                : app.portMappings().stream().map(PortMapping::name).toList();
        int index = names.indexOf(check.portName());
        return index < 0 ? Optional.empty() : address(app, instance, index);
    }

    private static Optional<Address> address(AppDefinition app, Instance instance, int index) {
        Integer hostPort =
                index < instance.hostPorts().size() ? instance.hostPorts().get(index) : null;
        Optional<String> host = host(app, instance, hostPort);
        if (hostPort != null) {
            return host.map(h -> new Address(h, hostPort));
        }
        return index < app.portMappings().size()
                ? host.map(h -> new Address(h, app.portMappings().get(index).containerPort()))
                : Optional.empty();
    }

    /** The agent's host where the port is one of the host, else the container's own address. */
    private static Optional<String> host(AppDefinition app, Instance instance, @Nullable Integer hostPort) {
        boolean ownAddress =
                hostPort == null && app.networks().stream().anyMatch(n -> n.mode() == Network.Mode.CONTAINER);
        if (ownAddress) {
            return instance.ipAddresses().stream().findFirst();
        }
        return Optional.ofNullable(instance.agent()).map(Instance.AgentRef::host);
    }

    /** Makes the check; the stage fails when the answer is bad or missing, and is empty when the answer is to be ignored. */
    public static CompletionStage<Boolean> make(Prober prober, HealthCheck check, Address address) {
        Duration timeout = Duration.ofSeconds(Math.max(1, check.timeoutSeconds()));
        if (check.protocol() == HealthCheck.Protocol.TCP) {
            return prober.connect(address.host(), address.port(), timeout).thenApply(done -> true);
        }
        String scheme = check.protocol() == HealthCheck.Protocol.HTTPS ? "https" : "http";
        return prober.get(uri(scheme, address, check.path()), timeout).thenApply(status -> {
            if (status < 200 && Boolean.TRUE.equals(check.ignoreHttp1xx())) {
                return false;
            }
            if (status < 200 || status >= 400) {
                throw new BadAnswer(HttpResponseStatus.valueOf(status).toString());
            }
            return true;
        });
    }

    /** Makes a readiness check. As in Marathon, an instance that does not answer counts as if it had answered 504. */
    public static CompletionStage<ReadinessResult> make(Prober prober, ReadinessCheck check, Address address) {
        Duration timeout = Duration.ofSeconds(Math.max(1, check.timeoutSeconds()));
        String scheme = check.protocol().equals("HTTPS") ? "https" : "http";
        URI uri = uri(scheme, address, check.path());
        return prober.read(uri, timeout)
                .thenApply(answer -> new Response(answer.status(), "", answer.body()))
                .exceptionally(failure ->
                        new Response(NO_ANSWER, "text/plain", "Could not query " + uri + ": " + Prober.cause(failure)))
                .thenApply(response -> new ReadinessResult(
                        check.name(),
                        check.httpStatusCodesForReady().contains(response.status()),
                        check.preserveLastResponse() ? response : null));
    }

    private static URI uri(String scheme, Address address, @Nullable String path) {
        String absolute = path == null || path.isEmpty() ? "/" : path.startsWith("/") ? path : "/" + path;
        return URI.create(scheme + "://" + address.host() + ":" + address.port() + absolute);
    }
}
