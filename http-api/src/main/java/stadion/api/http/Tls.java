package stadion.api.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is also served encrypted.
 *
 * @param address where to listen; {@code 0.0.0.0} for everywhere
 * @param port 0 chooses a free one
 * @param keystore a file in the format JKS or PKCS#12 that holds the certificate with its key
 * @param password of the keystore and of the key in it
 */
public record Tls(String address, int port, Path keystore, String password) {

    /** The keystore is missing, no keystore, has another password, or has no key in it. */
    public static final class BrokenKeystore extends RuntimeException {
        BrokenKeystore(Path keystore, String what) {
            super("The keystore " + keystore + " cannot be used: " + what);
        }
    }

    /** What connections are encrypted with; fails with {@link BrokenKeystore}. */
    public SSLContext context() {
        try {
            KeyStore keys = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (!hasKey(keys)) {
                throw new BrokenKeystore(keystore, "it holds no private key.");
            }
            managers.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new BrokenKeystore(keystore, String.valueOf(e.getMessage()));
        }
    }

    /** What connections to other nodes are encrypted with: they are trusted if Java trusts them, or if their certificate or its issuer is in the keystore. */
    public static SSLContext clientContext(Optional<Tls> tls) {
        try {
            if (tls.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : tls.get().certificates()) {
                trusted.setCertificateEntry("own-" + number++, certificate);
            }
            for (X509Certificate certificate : trustedByJava()) {
                trusted.setCertificateEntry("java-" + number++, certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted).getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not to be had", e);
        }
    }

    private static X509Certificate[] trustedByJava() throws GeneralSecurityException {
        return Arrays.stream(managers(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }

    /** Trusting what is in {@code trusted}, or by default what Java trusts. */
    private static TrustManagerFactory managers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers;
    }

    /** All certificates in the keystore, those of keys with their issuers. */
    private List<Certificate> certificates() {
        List<Certificate> all = new ArrayList<>();
        try {
            KeyStore keys = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
            for (String alias : Collections.list(keys.aliases())) {
                Certificate[] chain = keys.getCertificateChain(alias);
                all.addAll(chain == null ? List.of(keys.getCertificate(alias)) : List.of(chain));
            }
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new BrokenKeystore(keystore, String.valueOf(e.getMessage()));
        }
        return all;
    }

    private static boolean hasKey(KeyStore keys) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Tls[" + address + ":" + port + ", " + keystore + ", ***]";
    }
}
