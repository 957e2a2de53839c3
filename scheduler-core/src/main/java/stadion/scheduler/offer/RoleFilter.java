package stadion.scheduler.offer;

import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.Resource;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.MatchSettings.AcceptedRoles;

/** Whose resources an app may take: those of the roles it accepts, or as the flag says if it names none. */
record RoleFilter(List<String> named, String appRole, AcceptedRoles otherwise) {

    static final String UNRESERVED = "*";

    static RoleFilter of(RunSpec runSpec, MatchSettings settings) {
        return new RoleFilter(runSpec.acceptedResourceRoles(), runSpec.role(), settings.acceptedRolesDefault());
    }

    /** What nobody has reserved. */
    static RoleFilter unreserved() {
        return only(UNRESERVED);
    }

    static RoleFilter only(String role) {
        return new RoleFilter(List.of(role), role, AcceptedRoles.RESERVED);
    }

    /** The role that owns a resource. Frameworks without the capability RESERVATION_REFINEMENT are told it in a field that Mesos calls deprecated. */
    @SuppressWarnings("deprecation")
    static String ownerOf(Resource resource) {
        return resource.getRole();
    }

    boolean accepts(String role) {
        if (!named.isEmpty()) {
            return named.contains(role);
        }
        return switch (otherwise) {
            case ANY -> role.equals(appRole) || role.equals(UNRESERVED);
            case UNRESERVED -> role.equals(UNRESERVED);
            case RESERVED -> role.equals(appRole);
        };
    }

    boolean acceptsAnyOf(Set<String> roles) {
        for (String role : roles) {
            if (accepts(role)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        if (!named.isEmpty()) {
            return String.join(", ", named);
        }
        return switch (otherwise) {
            case ANY -> appRole.equals(UNRESERVED) ? UNRESERVED : UNRESERVED + ", " + appRole;
            case UNRESERVED -> UNRESERVED;
            case RESERVED -> appRole;
        };
    }
}
