package stadion.scheduler.app;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.time.Instant;
import java.util.List;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;

/**
 * What an app or pod is to become: so many instances of this definition, or (with {@code remove}) none at all and it forgotten. When instances are too many,
 * {@code killFirst} go before others.
 */
public record Target(@JsonAlias("app") RunSpec runSpec, int instances, boolean remove, List<InstanceId> killFirst) {

    public static Target of(RunSpec runSpec, List<InstanceId> killFirst) {
        return new Target(runSpec, runSpec.instances(), false, killFirst);
    }

    /** It is known but nothing of it runs yet: the first step of its first deployment. */
    static Target created(RunSpec runSpec) {
        return new Target(runSpec, 0, false, List.of());
    }

    public static Target removed(RunSpec runSpec) {
        return new Target(runSpec, 0, true, List.of());
    }

    Instant configVersion() {
        return runSpec.configVersion();
    }
}
