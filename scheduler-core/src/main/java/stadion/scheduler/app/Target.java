package stadion.scheduler.app;

import java.time.Instant;
import java.util.List;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;

/**
 * What an app is to become: so many instances of this definition, or (with {@code remove}) none at all and the app forgotten. When instances are too many,
 * {@code killFirst} go before others.
 */
public record Target(AppDefinition app, int instances, boolean remove, List<InstanceId> killFirst) {

    public static Target of(AppDefinition app, List<InstanceId> killFirst) {
        return new Target(app, app.instances(), false, killFirst);
    }

    /** The app is known but nothing of it runs yet: the first step of its first deployment. */
    static Target created(AppDefinition app) {
        return new Target(app, 0, false, List.of());
    }

    public static Target removed(AppDefinition app) {
        return new Target(app, 0, true, List.of());
    }

    Instant configVersion() {
        return app.configVersion();
    }
}
