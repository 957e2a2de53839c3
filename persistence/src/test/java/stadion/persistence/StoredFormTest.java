package stadion.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;
import stadion.scheduler.Stored;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.Instance;

/** What is stored reads back as it was. */
class StoredFormTest {

    record Apps(PVector<AppDefinition> apps, PMap<String, Instance> instances) implements Stored {}

    record Times(Instant at, Optional<Instant> end, Duration took) implements Stored {}

    record Before(String name) implements Stored {}

    record After(
            String name,
            @Nullable String comment,
            Optional<String> owner,
            List<String> tags,
            PVector<String> vector,
            Map<String, String> labels,
            PMap<String, String> map,
            int count)
            implements Stored {}

    private static ActorTestKit kit;
    private static Serialization serialization;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
        serialization = SerializationExtension.get(kit.system());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    static Stream<Class<?>> storedClasses() {
        Stream<Class<?>> found = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("stadion.scheduler")
                        .stream()
                        .filter(c -> c.isAssignableTo(Stored.class) && !c.isInterface())
                        .map(JavaClass::reflect);
        return Stream.concat(found, Stream.of(Apps.class, Times.class));
    }

    @ParameterizedTest
    @MethodSource("storedClasses")
    void everyStoredClassReadsBackAsItWas(Class<?> type) {
        for (long seed = 0; seed < 200; seed++) {
            Object written = new RandomRecords(seed, (int) (seed % 8)).make(type);
            assertThat(read(write(written), type)).as("seed %d", seed).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00.123Z",
                "2026-01-01T00:00:00.123456789Z",
                "1969-12-31T23:59:59.000000001Z",
                "-000001-01-01T00:00:00.5Z",
                "+999999999-12-31T23:59:59.999999999Z"
            })
    void instantsAreExact(Instant at) {
        Times written = new Times(at, Optional.of(at), Duration.ofNanos(1));
        assertThat(read(write(written), Times.class)).isEqualTo(written);
    }

    @Test
    void componentsThatWereAddedLaterReadAsNullOrEmpty() {
        Object read = read(write(new Before("n")), After.class);
        assertThat(read)
                .isEqualTo(new After(
                        "n",
                        null,
                        Optional.empty(),
                        List.of(),
                        TreePVector.empty(),
                        Map.of(),
                        HashTreePMap.empty(),
                        0));
    }

    @Test
    void componentsThatWereDroppedLaterAreSkipped() {
        After written = new RandomRecords(1, 5).make(After.class);
        assertThat(read(write(written), Before.class)).isEqualTo(new Before(written.name()));
    }

    @Test
    void nullsAndEmptyCollectionsTakeNoBytes() {
        After small = new RandomRecords(1, 0).make(After.class);
        assertThat(write(small)).hasSizeLessThan(50);
    }

    private static byte[] write(Object value) {
        return serialization.serialize(value).get();
    }

    private static Object read(byte[] bytes, Class<?> type) {
        Object example = new RandomRecords(0, 0).make(type);
        Serializer serializer = serialization.findSerializerFor(example);
        assertThat(serializer.identifier()).isEqualTo(7101);
        return serialization
                .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, example))
                .get();
    }
}
