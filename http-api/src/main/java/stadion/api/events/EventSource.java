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
import java.util.function.Supplier;

/** Sends one client what comes through its channel, and every now and then an empty line to show that the stream lives. */
final class EventSource extends GraphStage<SourceShape<ByteString>> {

    private static final ByteString HEARTBEAT_LINE = ByteString.fromString("\r\n");

    private final Outlet<ByteString> out = Outlet.create("events");
    private final SourceShape<ByteString> shape = SourceShape.of(out);
    private final Supplier<Feed> feeds;
    private final Duration heartbeat;

    /** What one run of the stream sends; it is told when that begins and ends. */
    interface Feed {
        EventChannel channel();

        void begun();

        void ended();
    }

    /** Each run has a feed of its own. */
    EventSource(Supplier<Feed> feeds, Duration heartbeat) {
        this.feeds = feeds;
        this.heartbeat = heartbeat;
    }

    @Override
    public SourceShape<ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic(feeds.get());
    }

    private final class Logic extends TimerGraphStageLogic {
        private final Feed feed;
        private final EventChannel channel;

        Logic(Feed feed) {
            super(shape);
            this.feed = feed;
            this.channel = feed.channel();
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
            feed.begun();
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
            feed.ended();
        }
    }
}
