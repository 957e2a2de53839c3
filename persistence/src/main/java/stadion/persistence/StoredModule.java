package stadion.persistence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.PVector;

/**
 * What is left out when a record is stored, and what stands for it when it is read: nulls, empty optionals and empty collections take no bytes, and a component
 * that is not there (because it is empty, or because an older version wrote the record) reads as null, or as the empty optional or collection.
 */
public final class StoredModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    private static final List<Class<?>> COLLECTIONS = List.of(
            Collection.class,
            List.class,
            Set.class,
            Map.class,
            PVector.class,
            PSet.class,
            PMap.class,
            OrderedPMap.class,
            PSortedMap.class);

    public StoredModule() {
        addSerializer(new InstantForm.Writer());
        addDeserializer(Instant.class, new InstantForm.Reader());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addDeserializers(new PersistentCollections());
        ObjectMapper mapper = context.getOwner();
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);
        for (Class<?> type : COLLECTIONS) {
            context.configOverride(type)
                    .setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
                    .setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
    }
}
