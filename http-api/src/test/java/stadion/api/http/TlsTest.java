package stadion.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.api.testing.TestServer;

class TlsTest {

    private static final Path KEYSTORE = Path.of("src/test/resources/tls/server.p12");

    private static Tls tls(Path keystore, String password) {
        return new Tls("127.0.0.1", 0, keystore, password);
    }

    /** Asks over TLS, trusting only the certificate of the tests. */
    private static HttpResponse<String> get(TestServer server, String path) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(KEYSTORE.toFile(), "secret".toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        URI uri = URI.create("https://localhost:" + server.securePort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void the_api_is_served_with_and_without_encryption() throws Exception {
        try (TestServer server =
                TestServer.leading(settings -> settings.withTls(Optional.of(tls(KEYSTORE, "secret"))))) {
            HttpResponse<String> secure = get(server, "/v2/apps");

            assertThat(secure.statusCode()).isEqualTo(200);
            assertThat(secure.body()).isEqualTo(server.get("/v2/apps").text());
            assertThat(secure.headers().firstValue("X-Marathon-Leader")).hasValue("http://me.example:8080");
        }
    }

    @Test
    void plain_http_can_be_switched_off() throws Exception {
        try (TestServer server = TestServer.leading(
                settings -> settings.withPlainHttp(false).withTls(Optional.of(tls(KEYSTORE, "secret"))))) {
            assertThat(get(server, "/ping").body()).isEqualTo("pong");
            assertThat(get(server, "/ping").headers().firstValue("X-Marathon-Leader"))
                    .hasValue("http://me.example:8080");
            assertThatThrownBy(server::port).isInstanceOf(NoSuchElementException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "server.p12, wrong, password",
        "missing.p12, secret, missing.p12",
        "README.md, secret, keystore",
        "only-certificate.p12, secret, private key"
    })
    void a_keystore_of_no_use_is_refused_with_the_reason(String file, String password, String reason) {
        Tls tls = tls(Path.of("src/test/resources/tls", file), password);

        assertThatThrownBy(tls::context)
                .isInstanceOf(Tls.BrokenKeystore.class)
                .hasMessageContaining(file)
                .hasMessageContaining(reason);
    }

    @Test
    void the_password_is_not_shown() {
        assertThat(tls(KEYSTORE, "secret").toString()).doesNotContain("secret");
    }
}
