package stadion.scheduler.mesos;

import akka.http.javadsl.model.HttpResponse;
import akka.stream.BoundedSourceQueue;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * A lane on which calls leave in the order they were given, each after the answer to the one before. Calls wait in a bounded queue; those that wait when the lane is
 * closed are lost.
 */
final class CallLane {

    /**
     * A call that was not accepted.
     *
     * @param status the HTTP status, {@link #NO_ANSWER} if none came, so that the call may or may not have reached the master
     * @param reason the answer's text, or why there was none
     */
    record Failure(Call.Type type, int status, String reason) {

        static final int NO_ANSWER = 0;

        /** Whether this master does not lead (any more) or its answer is lost: only a new subscription makes the state known again. */
        boolean endsSubscription() {
            return status == NO_ANSWER || status == 307 || status == 308 || status == 503;
        }

        @Override
        public String toString() {
            return status == NO_ANSWER
                    ? type + " got no answer: " + reason
                    : type + " was answered with " + status + ": " + reason;
        }
    }

    private final BoundedSourceQueue<Call> queue;
    private final SharedKillSwitch killSwitch;

    private CallLane(BoundedSourceQueue<Call> queue, SharedKillSwitch killSwitch) {
        this.queue = queue;
        this.killSwitch = killSwitch;
    }

    /**
     * Opens the lane. The callbacks come from other threads: {@code onLeaving} before a call is sent, {@code onFailure} when it fails.
     */
    static CallLane open(
            MasterHttp http,
            MasterAddress master,
            String streamId,
            int maxQueued,
            Consumer<Call> onLeaving,
            Consumer<Failure> onFailure) {
        SharedKillSwitch killSwitch = KillSwitches.shared("mesos-calls");
        CallConnection connection = new CallConnection(http.calls(master).via(killSwitch.flow()), http.materializer());
        BoundedSourceQueue<Call> queue = Source.<Call>queue(maxQueued)
                .via(killSwitch.flow())
                .mapAsync(1, call -> {
                    onLeaving.accept(call);
                    return connection
                            .send(MasterHttp.call(master, call, streamId))
                            .thenCompose(answer -> failure(http, call.getType(), answer))
                            .exceptionally(error -> Optional.of(
                                    new Failure(call.getType(), Failure.NO_ANSWER, MasterHttp.reason(error))));
                })
                .to(Sink.foreach(failure -> failure.ifPresent(onFailure)))
                .run(http.materializer());
        return new CallLane(queue, killSwitch);
    }

    /** Whether the call was queued: false when too many are waiting. */
    boolean offer(Call call) {
        return queue.offer(call).isEnqueued();
    }

    void close() {
        killSwitch.shutdown();
    }

    private static CompletionStage<Optional<Failure>> failure(MasterHttp http, Call.Type type, HttpResponse answer) {
        if (answer.status().isSuccess()) {
            http.discard(answer);
            return CompletableFuture.completedFuture(Optional.empty());
        }
        int status = answer.status().intValue();
        return http.text(answer).thenApply(text -> Optional.of(new Failure(type, status, text)));
    }
}
