package stadion.api.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Constraint;

/** What a client asks of a persistent volume's disk. {@code size} and {@code maxSize} in MiB; {@code constraints} are not looked at yet. */
public record SentDisk(
        @Nullable String type,
        long size,
        @Nullable Long maxSize,
        @Nullable String profileName,
        List<List<String>> constraints) {

    /** root, path or mount; a profile asks for a mount. */
    public String typeOrDefault() {
        if (type != null) {
            return type;
        }
        return profileName != null ? "mount" : "root";
    }

    /** The constraints, which must have passed {@link ConstraintRules#checkVolume}. */
    public List<Constraint> placement() {
        return constraints.stream().map(CanonicalForm::constraint).toList();
    }
}
