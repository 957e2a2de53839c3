package stadion.persistence.contract;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests of what Akka Persistence asks of a store, in one actor system on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnStore {

    private final StoreUnderTest opened;
    ActorTestKit kit;

    OnStore(StoreUnderTest opened) {
        this.opened = opened;
    }

    @BeforeAll
    void openStore() throws Exception {
        kit = ActorTestKit.create(opened.open());
    }

    @AfterAll
    void closeStore() throws Exception {
        kit.shutdownTestKit();
        opened.close();
    }
}
