package stadion.scheduler.mesos;

import java.util.HashSet;
import java.util.Set;

/**
 * The roles the framework subscribes to and those of them that get no offers for now. It outlives connections: each new subscription starts with it.
 *
 * <p>As in Mesos, an empty set given to {@link #revive} or {@link #suppress} means all roles.
 */
record RoleSubscription(Set<String> roles, Set<String> suppressed) {

    RoleSubscription(Set<String> roles, Set<String> suppressed) {
        this.roles = Set.copyOf(roles);
        Set<String> known = new HashSet<>(suppressed);
        known.retainAll(roles);
        this.suppressed = Set.copyOf(known);
    }

    RoleSubscription revive(Set<String> revived) {
        Set<String> rest = new HashSet<>(suppressed);
        rest.removeAll(revived.isEmpty() ? roles : revived);
        return new RoleSubscription(roles, rest);
    }

    RoleSubscription suppress(Set<String> silenced) {
        Set<String> all = new HashSet<>(suppressed);
        all.addAll(silenced.isEmpty() ? roles : silenced);
        return new RoleSubscription(roles, all);
    }
}
