package stadion.localmesos.master;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Volume;
import org.jspecify.annotations.Nullable;
import stadion.localmesos.resources.ResourceFormat;
import stadion.localmesos.resources.ResourceRules;
import stadion.localmesos.resources.Resources;

/**
 * What makes reservations and volumes valid by the rules of Mesos' master, in its words.
 *
 * @param role of the offer
 * @param principal of the framework, null if it has none
 * @param frameworkRoles all roles of the framework
 */
record OperationRules(String role, @Nullable String principal, Set<String> frameworkRoles) {

    Optional<String> reserve(Offer.Operation.Reserve reserve) {
        if (reserve.getSourceCount() > 0) {
            return Optional.of("Reservation updates are not yet implemented for the scheduler API.");
        }
        return valid(reserve.getResourcesList())
                .or(() -> reserve.getResourcesList().stream()
                        .map(this::reservation)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private Optional<String> reservation(Resource resource) {
        var text = Resources.of(resource).toString(allocation(resource));
        var refined = ResourceFormat.refined(resource);
        if (!Resources.of(refined).allDynamicallyReserved()) {
            return Optional.of("Resource " + text + " is not dynamically reserved");
        }
        var reservation = refined.getReservations(refined.getReservationsCount() - 1);
        if (principal != null && !reservation.hasPrincipal()) {
            return Optional.of("A reserve operation was attempted by principal '" + principal
                    + "', but there is a reserved resource in the request with no principal set");
        }
        if (principal != null && !reservation.getPrincipal().equals(principal)) {
            return Optional.of("A reserve operation was attempted by authenticated principal '" + principal
                    + "', which does not match a reserved resource in the request with principal '"
                    + reservation.getPrincipal() + "'");
        }
        if (!allocation(resource).equals(reservation.getRole())) {
            return Optional.of("A reserve operation was attempted for a resource with role '" + reservation.getRole()
                    + "', but the resource was allocated to role '" + allocation(resource) + "'");
        }
        return frameworkRoles.contains(reservation.getRole())
                ? Optional.empty()
                : Optional.of("A reserve operation was attempted for a resource with role '" + reservation.getRole()
                        + "', but the framework can only reserve resources with roles '{ "
                        + String.join(", ", frameworkRoles) + " }'");
    }

    Optional<String> unreserve(Offer.Operation.Unreserve unreserve) {
        return valid(unreserve.getResourcesList())
                .or(() -> unreserve.getResourcesList().stream()
                        .map(this::unreservation)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private Optional<String> unreservation(Resource resource) {
        var resources = Resources.of(resource);
        var text = resources.toString(allocation(resource));
        if (!resources.allDynamicallyReserved()) {
            return Optional.of("Resource " + text + " is not dynamically reserved");
        }
        return resources.persistentVolumes().isEmpty()
                ? Optional.empty()
                : Optional.of("A dynamically reserved persistent volume " + text + " cannot be unreserved directly."
                        + " Please destroy the persistent volume first then unreserve the resource");
    }

    /** A volume's id must be unique among those of its role on the agent. */
    Optional<String> create(Offer.Operation.Create create, Resources agentTotal) {
        return valid(create.getVolumesList())
                .or(() -> persistentVolumes(create.getVolumesList()))
                .or(() -> unique(create.getVolumesList(), agentTotal))
                .or(() -> create.getVolumesList().stream()
                        .map(this::creation)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private Optional<String> creation(Resource volume) {
        var persistence = volume.getDisk().getPersistence();
        if (principal != null && !persistence.hasPrincipal()) {
            return Optional.of("Create volume operation attempted by principal '" + principal
                    + "', but there is a volume in the operation with no principal set in 'disk.persistence'");
        }
        return principal == null || persistence.getPrincipal().equals(principal)
                ? Optional.empty()
                : Optional.of("Create volume operation attempted by authenticated principal '" + principal
                        + "', which does not match a volume in the operation with principal '"
                        + persistence.getPrincipal() + "' set in 'disk.persistence'");
    }

    Optional<String> destroy(Offer.Operation.Destroy destroy, Resources agentTotal, Resources used) {
        return ResourceRules.check(destroy.getVolumesList())
                .map(problem -> "Invalid resources: " + problem)
                .or(() -> persistentVolumes(destroy.getVolumesList()))
                .or(() -> {
                    for (var volume : destroy.getVolumesList()) {
                        if (!agentTotal.contains(Resources.of(volume))) {
                            return Optional.of("Persistent volumes not found");
                        }
                        if (used.contains(Resources.of(volume))) {
                            return Optional.of("Persistent volumes in use");
                        }
                    }
                    return Optional.empty();
                });
    }

    private Optional<String> valid(Collection<Resource> resources) {
        return ResourceRules.check(resources)
                .map(problem -> "Invalid resources: " + problem)
                .or(() -> resources.stream()
                        .filter(resource -> !allocation(resource).equals(role))
                        .findFirst()
                        .map(resource -> "The resources have multiple allocation roles ('" + allocation(resource)
                                + "' and '" + role + "') but only one allocation role is allowed"));
    }

    private static Optional<String> persistentVolumes(Collection<Resource> volumes) {
        for (var volume : volumes) {
            var disk = volume.getDisk();
            var problem = "";
            if (!volume.hasDisk()) {
                problem = "Resource " + Resources.of(volume) + " does not have DiskInfo";
            } else if (!disk.hasPersistence()) {
                problem = "'persistence' is not set in DiskInfo";
            } else if (disk.getVolume().getMode() == Volume.Mode.RO) {
                problem = "Read-only persistent volume not supported";
            }
            if (!problem.isEmpty()) {
                return Optional.of("Not a persistent volume: " + problem);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unique(Collection<Resource> volumes, Resources agentTotal) {
        var ids = new HashSet<String>();
        agentTotal.persistentVolumes().toProtos().forEach(volume -> ids.add(persistenceId(volume)));
        return volumes.stream()
                .filter(volume -> !ids.add(persistenceId(volume)))
                .findFirst()
                .map(volume ->
                        "Persistence ID '" + volume.getDisk().getPersistence().getId() + "' is not unique");
    }

    /** With the role in front, which can't hold a space. */
    private static String persistenceId(Resource volume) {
        var refined = ResourceFormat.refined(volume);
        return refined.getReservations(refined.getReservationsCount() - 1).getRole() + " "
                + volume.getDisk().getPersistence().getId();
    }

    private String allocation(Resource resource) {
        return resource.hasAllocationInfo() ? resource.getAllocationInfo().getRole() : role;
    }
}
