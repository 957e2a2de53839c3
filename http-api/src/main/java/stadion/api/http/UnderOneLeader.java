package stadion.api.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import stadion.scheduler.leader.Leadership;

/** Waits for the answer of a leader, but not longer than it leads: what it has not answered by then it will never answer. */
public final class UnderOneLeader {

    /** What was answered in the last moment may still be on its way. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ActorSystem<?> system;
    private final Leadership leadership;

    public UnderOneLeader(ActorSystem<?> system, Leadership leadership) {
        this.system = system;
        this.leadership = leadership;
    }

    /**
     * The answer, or a failure a second after the leader has ceased to lead.
     *
     * @param leads whether who was asked leads; looked at after each change of the leadership
     */
    public CompletionStage<HttpResponse> await(
            CompletionStage<HttpResponse> answer, BooleanSupplier leads, Supplier<RuntimeException> failure) {
        if (answer.toCompletableFuture().isDone()) {
            return answer;
        }
        CompletableFuture<HttpResponse> result = new CompletableFuture<>();
        Leadership.Subscription changes = leadership.onChange(() -> failUnless(leads, result, failure));
        failUnless(leads, result, failure);
        answer.whenComplete((answered, error) -> {
            if (error != null) {
                result.completeExceptionally(error);
            } else if (!result.complete(answered)) {
                answered.discardEntityBytes(system);
            }
        });
        return result.whenComplete((done, error) -> changes.cancel());
    }

    private void failUnless(
            BooleanSupplier leads, CompletableFuture<HttpResponse> result, Supplier<RuntimeException> failure) {
        if (!leads.getAsBoolean()) {
            system.scheduler()
                    .scheduleOnce(
                            LAST_WORDS, () -> result.completeExceptionally(failure.get()), system.executionContext());
        }
    }
}
