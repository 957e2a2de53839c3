package stadion.persistence;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.Converter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/** Reads the persistent collections: as the collection of java.util that has the same form, which is then copied once. */
final class PersistentCollections extends Deserializers.Base {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable JsonDeserializer<?> findCollectionDeserializer(
            CollectionType type,
            DeserializationConfig config,
            BeanDescription description,
            @Nullable TypeDeserializer elementTypes,
            @Nullable JsonDeserializer<?> elements) {
        JavaType list = config.getTypeFactory().constructCollectionType(ArrayList.class, type.getContentType());
        if (type.hasRawClass(PVector.class)) {
            return copying(list, type, (Collection<?> read) -> TreePVector.from(read));
        }
        if (type.hasRawClass(PSet.class)) {
            return copying(list, type, (Collection<?> read) -> HashTreePSet.from(read));
        }
        return null;
    }

    @Override
    public @Nullable JsonDeserializer<?> findMapDeserializer(
            MapType type,
            DeserializationConfig config,
            BeanDescription description,
            @Nullable KeyDeserializer keys,
            @Nullable TypeDeserializer valueTypes,
            @Nullable JsonDeserializer<?> values) {
        JavaType map =
                config.getTypeFactory().constructMapType(LinkedHashMap.class, type.getKeyType(), type.getContentType());
        if (type.hasRawClass(PMap.class)) {
            return copying(map, type, (Map<?, ?> read) -> HashTreePMap.from(read));
        }
        if (type.hasRawClass(OrderedPMap.class)) {
            return copying(map, type, (Map<?, ?> read) -> OrderedPMap.from(read));
        }
        if (type.hasRawClass(PSortedMap.class)) {
            return copying(map, type, PersistentCollections::sorted);
        }
        return null;
    }

    @SuppressWarnings("unchecked") // keys of a sorted map are comparable, or the map would not have been
    private static PSortedMap<?, ?> sorted(Map<?, ?> read) {
        return TreePMap.from((Map<String, Object>) read);
    }

    private static <A, B> JsonDeserializer<?> copying(JavaType from, JavaType to, Function<A, B> copy) {
        return new StdDelegatingDeserializer<>(new Converter<A, B>() {
            @Override
            public B convert(A read) {
                return copy.apply(read);
            }

            @Override
            public JavaType getInputType(TypeFactory types) {
                return from;
            }

            @Override
            public JavaType getOutputType(TypeFactory types) {
                return to;
            }
        });
    }
}
