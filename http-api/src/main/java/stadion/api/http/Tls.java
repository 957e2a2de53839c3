package stadion.api.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

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
