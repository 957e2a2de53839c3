package stadion.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import stadion.api.http.Credentials;
import stadion.api.http.Tls;
import stadion.api.proxy.ProxySettings;

/**
 * How the HTTP server of this node behaves.
 *
 * @param address where to listen; {@code 0.0.0.0} for everywhere
 * @param port 0 chooses a free one
 * @param plainHttp whether to listen there without encryption
 * @param tls where to listen with encryption, if anywhere
 * @param maxBodyBytes longer request bodies are answered 413
 * @param eventBuffer events that may wait for one subscriber of the event stream before it is disconnected
 * @param eventEndpoints addresses to which every event is posted
 * @param eventPatience how long each of them, and each that is subscribed, may take to answer
 * @param credentials what every request must carry as basic authentication, if anything
 * @param realm named when the credentials are asked for
 * @param allowedOrigins whom browsers may let read the answers; empty sends no CORS headers
 * @param compression whether answers are compressed for clients that accept it
 * @param proxy how requests are passed on while another node leads
 * @param leaderWait how long a request waits for a node to lead before it is answered 503
 * @param answerTimeout how long a request waits for the scheduler before it is answered 503
 */
@RecordBuilder
public record ApiSettings(
        String address,
        int port,
        boolean plainHttp,
        Optional<Tls> tls,
        long maxBodyBytes,
        int eventBuffer,
        List<String> eventEndpoints,
        Duration eventPatience,
        Optional<Credentials> credentials,
        String realm,
        List<String> allowedOrigins,
        boolean compression,
        ProxySettings proxy,
        Duration leaderWait,
        Duration answerTimeout)
        implements ApiSettingsBuilder.With {

    /** Marathon's defaults where it has one. */
    public static ApiSettings defaults(String address, int port) {
        return new ApiSettings(
                address,
                port,
                true,
                Optional.empty(),
                8L << 20,
                1024,
                List.of(),
                Duration.ofSeconds(10),
                Optional.empty(),
                "Mesosphere",
                List.of(),
                true,
                ProxySettings.DEFAULTS,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }
}
