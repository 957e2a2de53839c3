package stadion.scheduler.launch.taskinfo;

import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskInfo;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.AnOffer;
import stadion.scheduler.offer.MatchSettings;
import stadion.scheduler.offer.OfferLedger;
import stadion.scheduler.offer.OfferMatcher;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.Placement;

/** The task of an app on an agent {@code 10.0.0.1} that has exactly the ports 31000 to 31002, so that a single port is one of them. */
final class TaskOf {

    static final UUID UUID_1 = UUID.fromString("c1f4a2b0-0000-11ee-8000-0242ac110002");

    private TaskOf() {}

    static TaskInfo app(AppDefinition app) {
        return app(app, LaunchSettings.DEFAULTS, false);
    }

    static TaskInfo app(AppDefinition app, LaunchSettings settings, boolean enforceGroupRole) {
        Offer offer = AnOffer.from("10.0.0.1")
                .with("cpus", 4)
                .with("mem", 8192)
                .with("disk", 1000)
                .withPorts(31000, 31002)
                .build();
        Match match = new OfferMatcher(MatchSettings.DEFAULTS, new Random(3), InstantSource.system())
                .match(OfferLedger.of(offer), app, Placement.NONE);
        return new TaskInfoBuilder(settings)
                .build(app, InstanceId.of(app.id(), UUID_1), 2, offer, (Match.Placed) match, enforceGroupRole);
    }
}
