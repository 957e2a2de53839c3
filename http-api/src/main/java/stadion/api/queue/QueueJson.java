package stadion.api.queue;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.api.apps.AppInfoJson;
import stadion.api.json.Timestamps;
import stadion.api.pods.PodSpecs;
import stadion.api.render.JsonOutput;
import stadion.scheduler.launch.QueueItem;
import stadion.scheduler.launch.QueueItem.ProcessedOffers;
import stadion.scheduler.launch.QueueItem.Rejects;
import stadion.scheduler.launch.QueueItem.UnusedOffer;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.offer.Reason;

/** Writes the items of the launch queue. */
final class QueueJson {

    private final AppInfoJson apps;
    private final PodSpecs pods;

    QueueJson(AppInfoJson apps, PodSpecs pods) {
        this.apps = apps;
        this.pods = pods;
    }

    void write(JsonOutput out, QueueItem item, boolean withUnusedOffers, boolean explained, Instant now)
            throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        json.writeNumberField("count", item.count());
        json.writeStringField("role", item.runSpec().role());
        json.writeObjectFieldStart("delay");
        long left = Math.max(0, Duration.between(now, item.notBefore()).toSeconds());
        json.writeNumberField("timeLeftSeconds", left);
        json.writeBooleanField("overdue", !item.notBefore().isAfter(now));
        json.writeEndObject();
        json.writeStringField("since", Timestamps.format(item.since()));
        ProcessedOffers offers = item.offers();
        writeOffers(json, offers);
        if (withUnusedOffers) {
            json.writeArrayFieldStart("lastUnusedOffers");
            for (UnusedOffer unused : offers.unusedOffers()) {
                OfferJson.write(json, unused);
            }
            json.writeEndArray();
        }
        if (item.runSpec() instanceof AppDefinition app) {
            json.writeFieldName("app");
            apps.writeDefinition(out, app);
        } else if (item.runSpec() instanceof PodDefinition pod) {
            json.writeFieldName("pod");
            pods.write(out, pod);
        }
        if (explained) {
            writeExplanation(json, Explanation.of(item, now));
        }
        json.writeEndObject();
    }

    private static void writeExplanation(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeObjectFieldStart("explanation");
        json.writeStringField("message", explanation.message());
        if (explanation.nearestMiss().isPresent()) {
            json.writeFieldName("nearestMiss");
            writeMiss(json, explanation.nearestMiss().get());
        }
        json.writeArrayFieldStart("agents");
        for (UnusedOffer unused : explanation.agents()) {
            writeMiss(json, unused);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMiss(JsonGenerator json, UnusedOffer unused) throws IOException {
        json.writeStartObject();
        json.writeStringField("agentId", unused.offer().getAgentId().getValue());
        json.writeStringField("hostname", unused.offer().getHostname());
        json.writeStringField("reason", unused.reason().text());
        json.writeStringField("detail", unused.detail());
        json.writeStringField("timestamp", Timestamps.format(unused.timestamp()));
        json.writeEndObject();
    }

    private static void writeOffers(JsonGenerator json, ProcessedOffers offers) throws IOException {
        json.writeObjectFieldStart("processedOffersSummary");
        json.writeNumberField("processedOffersCount", offers.processed());
        json.writeNumberField("unusedOffersCount", offers.unused());
        writeTime(json, "lastUnusedOfferAt", offers.lastUnused());
        writeTime(json, "lastUsedOfferAt", offers.lastUsed());
        writeRejects(json, "rejectSummaryLastOffers", offers.lastOffers());
        writeRejects(json, "rejectSummaryLaunchAttempt", offers.launchAttempt());
        json.writeEndObject();
    }

    /** Writes one element for each reason, in the order in which offers are looked at, whether or not it refused any. */
    private static void writeRejects(JsonGenerator json, String name, List<Rejects> all) throws IOException {
        json.writeArrayFieldStart(name);
        for (Reason reason : Reason.values()) {
            Rejects rejects =
                    all.stream().filter(r -> r.reason() == reason).findFirst().orElse(new Rejects(reason, 0, 0));
            json.writeStartObject();
            json.writeStringField("reason", reason.text());
            json.writeNumberField("declined", rejects.declined());
            json.writeNumberField("processed", rejects.processed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, Timestamps.format(time));
        }
    }
}
