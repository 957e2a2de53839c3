package stadion.scheduler.mesos;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/**
 * A lane on which calls reach the master in the order they were given, on one connection at a time, several of them on their way at once (HTTP pipelining, as Mesos's own
 * scheduler library does). Calls wait in a bounded queue; those that wait when the lane is closed are lost.
 *
 * <p>A connection that was idle for a while is not used again: the other side may be closing it just then, and whether a call that met this was taken could not be told. No
 * call is taken twice: after an answer that says it is the last on its connection, the calls behind it are sent again, as they were not looked at (RFC 9112, 9.6).
 *
 * <p>All but {@link #offer} and {@link #close} happens on the thread of the client's event loop.
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

    /** Calls on their way at once. */
    private static final int PIPELINED = 64;

    /** Less than any server or proxy is known to keep an idle connection. */
    private static final long REUSABLE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final int MAX_ERROR_TEXT = 16 * 1024;

    private final CallClient client;
    private final EventLoop loop;
    private final MasterAddress master;
    private final String streamId;
    private final int maxUnanswered;
    private final Consumer<Call> onLeaving;
    private final Consumer<Failure> onFailure;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private @Nullable Connection connection;
    private boolean closed;

    /**
     * An open lane; it connects when there is a call to send. The callbacks come from the event loop's thread: {@code onLeaving} before a call is sent,
     * {@code onFailure} when it fails.
     *
     * @param maxUnanswered calls that may wait for being sent or answered
     */
    CallLane(
            CallClient client,
            MasterAddress master,
            String streamId,
            int maxUnanswered,
            Consumer<Call> onLeaving,
            Consumer<Failure> onFailure) {
        this.client = client;
        this.loop = client.nextLoop();
        this.master = master;
        this.streamId = streamId;
        this.maxUnanswered = maxUnanswered;
        this.onLeaving = onLeaving;
        this.onFailure = onFailure;
    }

    /** Whether the call was queued: false when too many are waiting. */
    boolean offer(Call call) {
        if (unanswered.incrementAndGet() > maxUnanswered) {
            unanswered.decrementAndGet();
            return false;
        }
        loop.execute(() -> {
            waiting.add(call);
            send();
        });
        return true;
    }

    void close() {
        loop.execute(() -> {
            closed = true;
            waiting.clear();
            if (connection != null) {
                connection.leave();
            }
        });
    }

    private void send() {
        if (closed || waiting.isEmpty()) {
            return;
        }
        if (connection != null && connection.isStale()) {
            connection.leave();
        }
        if (connection == null) {
            connection = new Connection();
            connection.open();
        }
        connection.sendWaiting();
    }

    private void fail(Call call, int status, String reason) {
        unanswered.decrementAndGet();
        onFailure.accept(new Failure(call.getType(), status, reason));
    }

    /** One connection to the master. Once the lane has left it, nothing that happens to it matters. */
    @SuppressWarnings("FutureReturnValueIgnored") // What fails is told to exceptionCaught or channelInactive.
    private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {

        private final Deque<Call> sent = new ArrayDeque<>();
        private @Nullable ChannelHandlerContext context;
        private long lastUse = System.nanoTime();

        /** Not known before the first answer: until then only one call is on its way, as some servers and proxies close after each. */
        private boolean staysOpen;

        void open() {
            ChannelFuture opening = client.connect(loop, master, this);
            opening.addListener(done -> {
                if (!done.isSuccess()) {
                    sent.addAll(waiting);
                    waiting.clear();
                    end(MasterHttp.reason(done.cause()));
                }
            });
        }

        boolean isStale() {
            return context != null && sent.isEmpty() && System.nanoTime() - lastUse > REUSABLE_NANOS;
        }

        /** The lane uses another connection from now on. */
        void leave() {
            connection = null;
            if (context != null) {
                context.close();
            }
        }

        void sendWaiting() {
            if (context == null) {
                return;
            }
            boolean wrote = false;
            while (sent.size() < (staysOpen ? PIPELINED : 1) && !waiting.isEmpty()) {
                Call call = waiting.poll();
                onLeaving.accept(call);
                sent.add(call);
                context.write(CallClient.request(master, call, streamId), context.voidPromise());
                wrote = true;
            }
            if (wrote) {
                lastUse = System.nanoTime();
                context.flush();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext active) {
            if (connection != this) {
                active.close();
                return;
            }
            context = active;
            sendWaiting();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext active, FullHttpResponse answer) {
            if (connection != this || answer.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                return;
            }
            Call call = sent.poll();
            if (call == null) {
                leave();
                return;
            }
            staysOpen = HttpUtil.isKeepAlive(answer);
            if (!staysOpen) {
                sent.descendingIterator().forEachRemaining(waiting::addFirst);
                leave();
            }
            if (answer.status().codeClass() == HttpStatusClass.SUCCESS) {
                unanswered.decrementAndGet();
            } else {
                fail(call, answer.status().code(), text(answer));
            }
            send();
        }

        private static String text(FullHttpResponse answer) {
            int length = Math.min(MAX_ERROR_TEXT, answer.content().readableBytes());
            return answer.content()
                    .toString(answer.content().readerIndex(), length, StandardCharsets.UTF_8)
                    .strip();
        }

        @Override
        public void channelInactive(ChannelHandlerContext inactive) {
            end("the connection was closed before the answer");
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext idle, Object event) {
            if (CallClient.isIdleEvent(event)) {
                end("none came in time");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
            end(MasterHttp.reason(cause));
        }

        private void end(String reason) {
            if (connection != this) {
                return;
            }
            leave();
            sent.forEach(call -> fail(call, Failure.NO_ANSWER, reason));
            send();
        }
    }
}
