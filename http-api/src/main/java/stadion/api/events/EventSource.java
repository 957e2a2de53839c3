package stadion.api.events;

import akka.Done;
import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;

/** Sends one client what comes through its channel, and every now and then an empty line to show that the stream lives. */
final class EventSource extends GraphStage<SourceShape<ByteString>> {

    private static final ByteString HEARTBEAT_LINE = ByteString.fromString("\r\n");

    private final Outlet<ByteString> out = Outlet.create("events");
    private final SourceShape<ByteString> shape = SourceShape.of(out);
    private final EventChannel channel;
    private final Duration heartbeat;
    private final Runnable started;
    private final Runnable stopped;

    /** {@code started} and {@code stopped} are run when the stream does. */
    EventSource(EventChannel channel, Duration heartbeat, Runnable started, Runnable stopped) {
        this.channel = channel;
        this.heartbeat = heartbeat;
        this.started = started;
        this.stopped = stopped;
    }

    @Override
    public SourceShape<ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {

        Logic() {
            super(shape);
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    send();
                }
            });
        }

        @Override
        public void preStart() {
            AsyncCallback<Done> ready = createAsyncCallback(done -> send());
            channel.open(() -> ready.invoke(Done.getInstance()));
            scheduleWithFixedDelay("heartbeat", heartbeat, heartbeat);
            started.run();
        }

        private void send() {
            if (channel.isClosed()) {
                completeStage();
            } else if (isAvailable(out)) {
                ByteString next = channel.take();
                if (!next.isEmpty()) {
                    push(out, next);
                }
            }
        }

        @Override
        public void onTimer(Object key) {
            if (isAvailable(out)) {
                push(out, HEARTBEAT_LINE);
            }
        }

        @Override
        public void postStop() {
            stopped.run();
        }
    }
}
