package stadion.api.node;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import stadion.api.http.AcceptedTypes;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.Resource;

/** {@code /metrics}: as Marathon's JSON, or as text for those who ask for it as Prometheus does; {@code /metrics/prometheus} always as text. */
public final class MetricsResource implements Resource {

    private static final String TEXT = "text/plain";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final PrometheusMeterRegistry registry;

    public MetricsResource(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Route route(ApiRequest request) {
        AcceptedTypes accepted = AcceptedTypes.of(request.header("Accept"));
        if (request.isExact()) {
            return get(() -> complete(prefersText(accepted) ? text(accepted) : json()));
        }
        return request.rest().replaceAll("/+$", "").equals("/prometheus")
                ? get(() -> complete(text(accepted)))
                : reject();
    }

    private static boolean prefersText(AcceptedTypes accepted) {
        double json = accepted.quality("application/json");
        return accepted.quality(TEXT) > json || accepted.quality(OPEN_METRICS) > json;
    }

    private HttpResponse text(AcceptedTypes accepted) {
        String type = accepted.names(OPEN_METRICS)
                ? OPEN_METRICS + "; version=1.0.0; charset=utf-8"
                : TEXT + "; version=0.0.4; charset=utf-8";
        return Answer.text(200, type, registry.scrape(type));
    }

    private HttpResponse json() {
        return Answer.json(200, MetricsJson.of(registry));
    }
}
