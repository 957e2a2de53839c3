package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import stadion.api.ApiException;
import stadion.scheduler.leader.Leadership;

class UnderOneLeaderTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Leadership leadership = new Leadership();
    private final UnderOneLeader underOneLeader = new UnderOneLeader(KIT.system(), leadership);
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private CompletableFuture<HttpResponse> awaited() {
        return underOneLeader
                .await(answer, leads::get, () -> new ApiException(503, "ceased to lead"))
                .toCompletableFuture();
    }

    /** Somebody else leads, or nobody. */
    private void change() {
        leadership.closed();
    }

    @Test
    void whatTheLeaderAnswersIsPassedOn() {
        CompletableFuture<HttpResponse> awaited = awaited();
        change();
        HttpResponse given = HttpResponse.create();
        answer.complete(given);
        assertThat(awaited).succeedsWithin(PATIENCE).isSameAs(given);
    }

    @Test
    void whatALeaderThatCeasesToLeadDoesNotAnswerFails() {
        CompletableFuture<HttpResponse> awaited = awaited();
        leads.set(false);
        change();
        assertThat(awaited).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("ceased to lead");
    }

    @Test
    void whoHasCeasedToLeadBeforeItWasAskedIsNotWaitedFor() {
        leads.set(false);
        assertThat(awaited()).failsWithin(PATIENCE);
    }

    @Test
    void itsLastWordsAreHeard() {
        CompletableFuture<HttpResponse> awaited = awaited();
        leads.set(false);
        change();
        HttpResponse last = HttpResponse.create();
        answer.complete(last);
        assertThat(awaited).succeedsWithin(PATIENCE).isSameAs(last);
    }

    @Test
    void anAnswerThatIsThereIsGivenWhoeverLeads() {
        leads.set(false);
        HttpResponse given = HttpResponse.create();
        answer.complete(given);
        leadership.follows(Optional.empty());
        assertThat(awaited()).isCompletedWithValue(given);
    }
}
