package stadion.scheduler.mesos;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Attributes;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.typed.javadsl.ActorSink;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SUBSCRIBE call and the events that answer it, from the socket to the gateway. The gateway confirms each batch before it gets the next; while it does not, events
 * gather in the next batch up to a bound, then in the socket, and in the end the master waits.
 */
final class SubscriptionStream {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionStream.class);
    private static final long MAX_BATCH_BYTES = 1 << 20;

    /** What the gateway answers to an opened stream and to each batch when it is ready for the next. */
    enum Confirmed {
        CONFIRMED
    }

    private final MasterHttp http;
    private final int maxRecordBytes;
    private final int attempt;
    private final ActorRef<MesosGateway.Command> gateway;
    private final SharedKillSwitch killSwitch = KillSwitches.shared("mesos-subscription");

    SubscriptionStream(MasterHttp http, int maxRecordBytes, int attempt, ActorRef<MesosGateway.Command> gateway) {
        this.http = http;
        this.maxRecordBytes = maxRecordBytes;
        this.attempt = attempt;
        this.gateway = gateway;
    }

    /** Sends SUBSCRIBE; what comes of it is told to the gateway: an opened stream, a redirect, a refusal, or an end. */
    void open(MasterAddress master, Call subscribe) {
        Source.single(MasterHttp.subscribe(master, subscribe))
                .via(http.subscription(master))
                .via(killSwitch.flow())
                .runWith(Sink.head(), http.materializer())
                .whenComplete((response, failure) -> {
                    if (failure == null) {
                        onResponse(response);
                    } else {
                        gateway.tell(new MesosGateway.Ended(attempt, master + ": " + MasterHttp.reason(failure)));
                    }
                });
    }

    /** Closes the connection; nothing is told any more that matters. */
    void close() {
        killSwitch.shutdown();
    }

    private void onResponse(HttpResponse response) {
        int status = response.status().intValue();
        Optional<String> location = response.getHeader("Location").map(HttpHeader::value);
        if (status == 200) {
            String streamId = response.getHeader(MasterHttp.STREAM_ID)
                    .map(HttpHeader::value)
                    .orElse("");
            response.entity()
                    .withoutSizeLimit()
                    .getDataBytes()
                    .via(killSwitch.flow())
                    .via(events())
                    .runWith(gateway(streamId), http.materializer());
        } else if (status >= 300 && status < 400 && location.isPresent()) {
            response.discardEntityBytes(http.materializer());
            gateway.tell(new MesosGateway.Redirected(attempt, location.get()));
        } else {
            http.text(response).thenAccept(text -> gateway.tell(new MesosGateway.Refused(attempt, status, text)));
        }
    }

    private Flow<ByteString, EventBatch, NotUsed> events() {
        return Flow.<ByteString>create()
                .statefulMapConcat(() -> {
                    RecordIo records = new RecordIo(maxRecordBytes);
                    return chunk -> List.of(records.read(chunk));
                })
                .batchWeighted(MAX_BATCH_BYTES, SubscriptionStream::bytes, ArrayList::new, (batch, more) -> {
                    batch.addAll(more);
                    return batch;
                })
                .map(records -> EventBatch.of(parse(records)));
    }

    private static long bytes(List<ByteString> records) {
        return records.stream().mapToLong(ByteString::size).sum();
    }

    private Sink<EventBatch, NotUsed> gateway(String streamId) {
        return ActorSink.<EventBatch, MesosGateway.Command, Confirmed>actorRefWithBackpressure(
                        gateway,
                        (stream, batch) -> new MesosGateway.Received(attempt, batch, stream),
                        stream -> new MesosGateway.Opened(attempt, streamId, stream),
                        Confirmed.CONFIRMED,
                        new MesosGateway.Ended(attempt, "the master ended the event stream"),
                        failure -> new MesosGateway.Ended(attempt, MasterHttp.reason(failure)))
                .withAttributes(Attributes.inputBuffer(1, 1));
    }

    private static List<Event> parse(List<ByteString> records) {
        List<Event> events = new ArrayList<>(records.size());
        for (ByteString record : records) {
            try {
                events.add(Event.parseFrom(record.toArrayUnsafe()));
            } catch (InvalidProtocolBufferException e) {
                // The master would send the same again: skipping it loses one event, reconnecting would lose all.
                LOG.warn(
                        "An event of {} bytes from the Mesos master could not be read and is skipped: {}",
                        record.size(),
                        e.getMessage());
            }
        }
        return events;
    }
}
