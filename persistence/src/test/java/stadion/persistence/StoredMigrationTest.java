package stadion.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.jackson.JacksonMigration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import stadion.scheduler.Stored;

/** How a stored class changes its name and shape: an example that the documentation refers to. */
class StoredMigrationTest {

    /** As it was in version 1. */
    record Posted(String title) implements Stored {}

    /** As it is in version 2: another name, and titles became a list. */
    record Published(List<String> titles) implements Stored {}

    /** Reads what version 1 stored. */
    static final class FromPosted extends JacksonMigration {
        @Override
        public int currentVersion() {
            return 2;
        }

        @Override
        public String transformClassName(int fromVersion, String className) {
            return Published.class.getName();
        }

        @Override
        public JsonNode transform(int fromVersion, JsonNode json) {
            ObjectNode object = (ObjectNode) json;
            if (fromVersion < 2) {
                object.putArray("titles").add(object.remove("title"));
            }
            return object;
        }
    }

    @Test
    void anEventOfAnEarlierVersionIsReadAsTheClassOfToday() {
        byte[] stored = withSystem("", s -> s.serialize(new Posted("news")).get());

        String migration = "akka.serialization.jackson.stadion-stored.migrations.\"" + Posted.class.getName()
                + "\" = \"" + FromPosted.class.getName() + "\"";
        Object read = withSystem(
                migration,
                s -> s.deserialize(stored, 7101, Posted.class.getName()).get());

        assertThat(read).isEqualTo(new Published(List.of("news")));
    }

    private static <T> T withSystem(String config, Function<Serialization, T> use) {
        ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString(config).withFallback(ConfigFactory.load()));
        try {
            return use.apply(SerializationExtension.get(kit.system()));
        } finally {
            kit.shutdownTestKit();
        }
    }
}
