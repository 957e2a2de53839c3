package stadion.api.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import stadion.api.json.Json;

/** A snapshot of all metrics in the form of Marathon's {@code /metrics}. Tags are put behind the name: {@code name{tag=value}}. */
final class MetricsJson {

    private MetricsJson() {}

    static ObjectNode of(MeterRegistry registry) {
        ObjectNode json = Json.MAPPER.createObjectNode().put("version", "4.0.0");
        ObjectNode counters = json.putObject("counters");
        ObjectNode gauges = json.putObject("gauges");
        ObjectNode histograms = json.putObject("histograms");
        json.putObject("meters");
        ObjectNode timers = json.putObject("timers");
        for (Meter meter : registry.getMeters()) {
            String name = name(meter.getId());
            if (meter instanceof Counter counter) {
                counters.putObject(name).put("count", counter.count());
            } else if (meter instanceof Gauge gauge) {
                gauges.putObject(name).put("value", gauge.value());
            } else if (meter instanceof DistributionSummary summary) {
                histograms
                        .putObject(name)
                        .put("count", summary.count())
                        .put("max", summary.max())
                        .put("mean", summary.mean());
            } else if (meter instanceof Timer timer) {
                timers.putObject(name)
                        .put("count", timer.count())
                        .put("max", timer.max(TimeUnit.SECONDS))
                        .put("mean", timer.mean(TimeUnit.SECONDS))
                        .put("duration_units", "seconds");
            } else {
                meter.measure()
                        .forEach(value -> gauges.putObject(
                                        name + "." + value.getStatistic().getTagValueRepresentation())
                                .put("value", value.getValue()));
            }
        }
        return json;
    }

    private static String name(Meter.Id id) {
        StringBuilder name = new StringBuilder(id.getName());
        id.getTagsAsIterable()
                .forEach(tag -> name.append('{')
                        .append(tag.getKey())
                        .append('=')
                        .append(tag.getValue())
                        .append('}'));
        return name.toString();
    }
}
