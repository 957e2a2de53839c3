package stadion.scheduler.offer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Unavailability;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.offer.OfferMatcher.Match.Refused;

/** The checks on whom an offer is for and where its agent is, whatever it holds. */
final class AgentCheck {

    private final MatchSettings settings;
    private final InstantSource clock;
    private final ConstraintCheck constraints;

    AgentCheck(MatchSettings settings, InstantSource clock, ConstraintCheck constraints) {
        this.settings = settings;
        this.clock = clock;
        this.constraints = constraints;
    }

    /** Why the app cannot have an instance there; null if it can. */
    @Nullable
    Refused refusal(OfferLedger offer, AppDefinition app, RoleFilter roles, Placement placed) {
        @Nullable Refused unfit = refusalForAll(offer, app);
        if (unfit != null) {
            return unfit;
        }
        if (!roles.acceptsAnyOf(offer.roles())) {
            return new Refused(
                    Reason.UNFULFILLED_ROLE,
                    () -> "accepts resources of roles " + roles + ", offer has those of " + offer.roles());
        }
        if (isAbroad(offer, app)) {
            return new Refused(
                    Reason.UNFULFILLED_CONSTRAINT,
                    () -> "the agent is in region " + offer.agent().region() + ", the master in "
                            + settings.homeRegion());
        }
        @Nullable Constraint unmet = constraints.firstUnmet(app.constraints(), offer, placed, app.instances());
        return unmet == null
                ? null
                : new Refused(Reason.UNFULFILLED_CONSTRAINT, () -> ConstraintCheck.describe(unmet, offer.agent()));
    }

    /** What holds even for an instance that belongs on this agent, as its volumes are there. */
    @Nullable
    Refused refusalForAll(OfferLedger offer, AppDefinition app) {
        @Nullable String allocatedTo = offer.allocatedTo();
        if (allocatedTo != null && !allocatedTo.equals(app.role())) {
            return new Refused(
                    Reason.UNFULFILLED_ROLE, () -> "the offer is for role " + allocatedTo + ", not " + app.role());
        }
        return isInMaintenance(offer.offer())
                ? new Refused(Reason.UNFULFILLED_CONSTRAINT, () -> "the agent is in maintenance")
                : null;
    }

    private boolean isAbroad(OfferLedger offer, AppDefinition app) {
        @Nullable String region = offer.agent().region();
        return region != null
                && settings.homeRegion() != null
                && !region.equals(settings.homeRegion())
                && app.constraints().stream().noneMatch(c -> ConstraintField.isFaultDomain(c.field()));
    }

    private boolean isInMaintenance(Offer offer) {
        if (!settings.maintenanceMode() || !offer.hasUnavailability()) {
            return false;
        }
        Unavailability unavailability = offer.getUnavailability();
        Instant now = clock.instant();
        Instant start = Instant.EPOCH.plusNanos(unavailability.getStart().getNanoseconds());
        boolean over = unavailability.hasDuration()
                && !now.isBefore(
                        start.plus(Duration.ofNanos(unavailability.getDuration().getNanoseconds())));
        return !over && !now.isBefore(start.minus(settings.draining()));
    }
}
