package stadion.scheduler.mesos;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

/**
 * HTTP connections for calls, of which there are thousands a second at times: Netty sends many on one connection without waiting for answers, which Akka HTTP's client
 * does not. One thread serves them all.
 */
final class CallClient implements AutoCloseable {

    private static final int MAX_ANSWER = 1 << 20;

    private final EventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory("mesos-calls", true));
    private final int connectTimeoutMillis;
    private final long callTimeoutMillis;
    private @Nullable SslContext ssl;

    CallClient(GatewaySettings settings) {
        this.connectTimeoutMillis = (int) settings.connectTimeout().toMillis();
        this.callTimeoutMillis = settings.callTimeout().toMillis();
    }

    EventLoop nextLoop() {
        return loops.next();
    }

    /** Opens a connection; {@code answers} gets whole HTTP responses, and an idle event when nothing was sent or received for as long as a call may take. */
    ChannelFuture connect(EventLoop loop, MasterAddress master, ChannelHandler answers) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) throws SSLException {
                        ChannelPipeline pipeline = channel.pipeline();
                        if (master.isHttps()) {
                            pipeline.addLast(tls().newHandler(channel.alloc(), master.host(), master.port()));
                        }
                        pipeline.addLast(
                                new IdleStateHandler(0, 0, callTimeoutMillis, TimeUnit.MILLISECONDS),
                                new HttpClientCodec(),
                                new HttpObjectAggregator(MAX_ANSWER),
                                answers);
                    }
                })
                .connect(master.host(), master.port());
    }

    private SslContext tls() throws SSLException {
        if (ssl == null) {
            ssl = SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        }
        return ssl;
    }

    static boolean isIdleEvent(Object event) {
        return event instanceof IdleStateEvent;
    }

    static FullHttpRequest request(MasterAddress master, Call call, String streamId) {
        byte[] body = call.toByteArray();
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, master.apiPath(), Unpooled.wrappedBuffer(body));
        request.headers()
                .set(HttpHeaderNames.HOST, master.host() + ":" + master.port())
                .set(HttpHeaderNames.USER_AGENT, MasterHttp.USER_AGENT)
                .set(HttpHeaderNames.ACCEPT, MasterHttp.PROTOBUF)
                .set(HttpHeaderNames.CONTENT_TYPE, MasterHttp.PROTOBUF)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(MasterHttp.STREAM_ID, streamId);
        return request;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the thread to end.
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
