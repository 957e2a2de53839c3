package stadion.api.deployments;

import java.util.Optional;
import java.util.function.Function;
import stadion.api.http.ApiRequest;
import stadion.api.http.EntityTag;
import stadion.api.http.Preconditions;
import stadion.scheduler.group.RootGroup;

/**
 * The terms on which a request wants a change.
 *
 * @param force whether deployments in the way are to be cancelled
 * @param dryRun whether only to tell what the change would do
 * @param preconditions what must hold of {@code subject}, the state of what is changed; both are looked at within the change, so that no other comes between
 */
public record Terms(
        boolean force, boolean dryRun, Preconditions preconditions, Function<RootGroup, Optional<EntityTag>> subject) {

    private static final String DRY_RUN = "dryRun";

    /** Terms that a request has in its parameters and headers; {@code dryRun} may be "true" or "plan". */
    public static Terms of(ApiRequest request, boolean force, Function<RootGroup, Optional<EntityTag>> subject) {
        return new Terms(force, request.flag(DRY_RUN) || asksForPlan(request), Preconditions.of(request), subject);
    }

    /** Whether the answer to a dry run is to be Stadion's where Marathon has one of its own. */
    public static boolean asksForPlan(ApiRequest request) {
        return request.first(DRY_RUN).filter("plan"::equalsIgnoreCase).isPresent();
    }

    /** Checks the preconditions on the tree as it is; an error 412 when they do not hold. */
    public void check(RootGroup before) {
        preconditions.check(subject.apply(before));
    }
}
