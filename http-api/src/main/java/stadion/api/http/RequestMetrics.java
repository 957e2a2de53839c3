package stadion.api.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts answers, and how long they took to begin, by method, resource and status. */
public final class RequestMetrics {

    private final MeterRegistry registry;

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    public void answered(HttpRequest request, Optional<String> address, HttpResponse answer, long nanos) {
        registry.timer(
                        "marathon.http.requests",
                        "method",
                        request.method().value(),
                        "resource",
                        address.filter(a -> !a.isEmpty()).orElse("/"),
                        "status",
                        String.valueOf(answer.status().intValue()))
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
