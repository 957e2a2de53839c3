package stadion.persistence.contract;

import com.typesafe.config.Config;

/** A store that is empty, or holds nothing of these tests. */
public interface StoreUnderTest extends AutoCloseable {

    /** Opens it, and gives the settings of a system on it. */
    Config open() throws Exception;
}
