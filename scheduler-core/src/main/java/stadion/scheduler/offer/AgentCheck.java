package stadion.scheduler.offer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Unavailability;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.RunSpec;
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

    /** Why the app or pod cannot have an instance there; null if it can. */
    @Nullable
    Refused refusal(OfferLedger offer, RunSpec runSpec, RoleFilter roles, Placement placed) {
        @Nullable Refused unfit = refusalForAll(offer, runSpec);
        if (unfit != null) {
            return unfit;
        }
        if (!roles.acceptsAnyOf(offer.roles())) {
            return new Refused(
                    Reason.UNFULFILLED_ROLE,
                    () -> "accepts resources of roles " + roles + ", offer has those of " + offer.roles());
        }
        if (isAbroad(offer, runSpec)) {
            return new Refused(
                    Reason.UNFULFILLED_CONSTRAINT,
                    () -> "the agent is in region " + offer.agent().region() + ", the master in "
                            + settings.homeRegion());
        }
        @Nullable Constraint unmet = constraints.firstUnmet(runSpec.constraints(), offer, placed, runSpec.instances());
        return unmet == null
                ? null
                : new Refused(Reason.UNFULFILLED_CONSTRAINT, () -> ConstraintCheck.describe(unmet, offer.agent()));
    }

    /** What holds even for an instance that belongs on this agent, as its volumes are there. */
    @Nullable
    Refused refusalForAll(OfferLedger offer, RunSpec runSpec) {
        @Nullable String allocatedTo = offer.allocatedTo();
        if (allocatedTo != null && !allocatedTo.equals(runSpec.role())) {
            return new Refused(
                    Reason.UNFULFILLED_ROLE, () -> "the offer is for role " + allocatedTo + ", not " + runSpec.role());
        }
        return isInMaintenance(offer.offer())
                ? new Refused(Reason.UNFULFILLED_CONSTRAINT, () -> "the agent is in maintenance")
                : null;
    }

    private boolean isAbroad(OfferLedger offer, RunSpec runSpec) {
        @Nullable String region = offer.agent().region();
        return region != null
                && settings.homeRegion() != null
                && !region.equals(settings.homeRegion())
                && runSpec.constraints().stream().noneMatch(c -> ConstraintField.isFaultDomain(c.field()));
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
