package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import stadion.api.ApiException;

class RequestBodyTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final CompletableFuture<ByteString> rest = new CompletableFuture<>();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void a_body_of_the_greatest_length_is_read() {
        CompletableFuture<byte[]> read = read(chunked(), 10);

        rest.complete(ByteString.fromString("67890"));

        assertThat(new String(read.join(), StandardCharsets.UTF_8)).isEqualTo("1234567890");
    }

    @Test
    void one_that_turns_out_too_long_is_refused_when_all_of_it_was_read() {
        CompletableFuture<byte[]> read = read(chunked(), 4);
        assertThat(read).isNotDone();

        rest.complete(ByteString.fromString("67890"));

        assertThatThrownBy(read::join)
                .hasRootCauseInstanceOf(ApiException.class)
                .rootCause()
                .hasMessageContaining("longer than the 4 bytes");
    }

    @Test
    void one_that_announces_too_much_is_refused_at_once() {
        assertThat(read(announced(10), 4)).isCompletedExceptionally();
    }

    @Test
    void the_answer_to_one_that_nobody_has_read_waits_for_its_end() {
        CompletableFuture<?> skipped = skip(HttpRequest.POST("/").withEntity(announced(10)));
        assertThat(skipped).isNotDone();

        rest.complete(ByteString.fromString("67890"));

        skipped.join();
    }

    @Test
    void the_answer_does_not_wait_for_what_the_client_would_not_send_or_is_too_much() {
        HttpRequest asks =
                HttpRequest.POST("/").withEntity(announced(10)).addHeader(RawHeader.create("Expect", "100-continue"));

        assertThat(skip(asks)).isCompleted();
        assertThat(skip(HttpRequest.POST("/").withEntity(announced(1L << 40)))).isCompleted();
    }

    private RequestEntity chunked() {
        return HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, bytes());
    }

    private RequestEntity announced(long length) {
        return HttpEntities.create(ContentTypes.APPLICATION_JSON, length, bytes());
    }

    private Source<ByteString, ?> bytes() {
        return Source.single(ByteString.fromString("12345")).concat(Source.completionStage(rest));
    }

    private static CompletableFuture<byte[]> read(RequestEntity entity, long maxBytes) {
        return RequestBody.read(entity, maxBytes, KIT.system()).toCompletableFuture();
    }

    private static CompletableFuture<?> skip(HttpRequest request) {
        return RequestBody.skip(request, KIT.system()).toCompletableFuture();
    }
}
