package stadion.localmesos.resources;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;

/** What makes a resource message valid by the rules of Mesos' master; problems are told in its words. */
public final class ResourceRules {

    private ResourceRules() {}

    /** The first problem of the resources, if there is one. */
    public static Optional<String> check(Collection<Resource> resources) {
        for (var resource : resources) {
            var problem = amount(resource).or(() -> reservation(resource)).or(() -> disk(resource));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return gpus(resources);
    }

    private static Optional<String> amount(Resource resource) {
        if (resource.getName().isEmpty()) {
            return Optional.of("Empty resource name");
        }
        return switch (resource.getType()) {
            case SCALAR -> scalar(resource);
            case RANGES -> ranges(resource);
            case SET -> set(resource);
            case TEXT -> Optional.of("Unsupported resource type");
        };
    }

    private static Optional<String> scalar(Resource resource) {
        if (!resource.hasScalar() || resource.hasRanges() || resource.hasSet()) {
            return Optional.of("Invalid scalar resource");
        }
        double value = resource.getScalar().getValue();
        return value != 0
                        && !(value < Long.MAX_VALUE / 1000.0 && Scalar.of(value).thousandths() > 0)
                ? Optional.of("Invalid scalar resource: value <= 0")
                : Optional.empty();
    }

    private static Optional<String> ranges(Resource resource) {
        if (resource.hasScalar() || !resource.hasRanges() || resource.hasSet()) {
            return Optional.of("Invalid ranges resource");
        }
        var ranges = resource.getRanges();
        if (ranges.getRangeList().stream().anyMatch(range -> range.getBegin() > range.getEnd())) {
            return Optional.of("Invalid ranges resource: begin > end");
        }
        long numbers =
                ranges.getRangeList().stream().mapToLong(ResourceRules::count).sum();
        return numbers != Ranges.of(ranges).count()
                ? Optional.of("Invalid ranges resource: overlapping ranges")
                : Optional.empty();
    }

    private static long count(Value.Range range) {
        return range.getEnd() - range.getBegin() + 1;
    }

    private static Optional<String> set(Resource resource) {
        if (resource.hasScalar() || resource.hasRanges() || !resource.hasSet()) {
            return Optional.of("Invalid set resource");
        }
        var items = resource.getSet().getItemList();
        return new HashSet<>(items).size() < items.size()
                ? Optional.of("Invalid set resource: duplicated elements")
                : Optional.empty();
    }

    @SuppressWarnings("deprecation")
    private static Optional<String> reservation(Resource resource) {
        if (resource.getReservationsCount() == 0) {
            var role = resource.getRole();
            if (resource.hasReservation() && role.equals("*")) {
                return Optional.of("Invalid reservation: role \"*\" cannot be dynamically reserved");
            }
            return RoleRules.check(role);
        }
        var outer = "";
        for (var reservation : resource.getReservationsList()) {
            var problem = reservation(reservation, outer);
            if (problem.isPresent()) {
                return problem;
            }
            outer = reservation.getRole();
        }
        return resource.hasRole() && !resource.getRole().equals(outer)
                ? Optional.of("Invalid resource format: 'Resource.role' field with '" + resource.getRole()
                        + "' does not match the role '" + outer + "' in 'Resource.reservations'")
                : Optional.empty();
    }

    private static Optional<String> reservation(ReservationInfo reservation, String outer) {
        var role = reservation.getRole();
        if (reservation.getType() == ReservationInfo.Type.UNKNOWN) {
            return Optional.of("Invalid reservation: 'Resource.ReservationInfo.type' field must be set.");
        }
        if (!reservation.hasRole()) {
            return Optional.of("Invalid reservation: 'Resource.ReservationInfo.role' field must be set.");
        }
        if (role.equals("*")) {
            return Optional.of("Invalid reservation: role \"*\" cannot be reserved");
        }
        if (!outer.isEmpty() && reservation.getType() == ReservationInfo.Type.STATIC) {
            return Optional.of("Invalid refined reservation: A refined reservation cannot be STATIC");
        }
        if (!outer.isEmpty() && !role.startsWith(outer + "/")) {
            return Optional.of(
                    "Invalid refined reservation: role '" + role + "' is not a refinement of '" + outer + "'");
        }
        return RoleRules.check(role);
    }

    private static Optional<String> disk(Resource resource) {
        if (resource.hasShared()) {
            return Optional.of("Shared resources are not supported by the embedded Mesos");
        }
        if (!resource.hasDisk()) {
            return Optional.empty();
        }
        if (!resource.getName().equals("disk")) {
            return Optional.of("DiskInfo should not be set for " + resource.getName() + " resource");
        }
        var disk = resource.getDisk();
        if (!disk.hasPersistence()) {
            if (disk.hasVolume()) {
                return Optional.of("Invalid DiskInfo: Non-persistent volume not supported");
            }
            return disk.hasSource() ? Optional.empty() : Optional.of("Invalid DiskInfo: DiskInfo is set but empty");
        }
        if (!ResourceKind.of(resource).reserved()) {
            return Optional.of("Invalid DiskInfo: Persistent volumes cannot be created from unreserved resources");
        }
        if (!disk.hasVolume()) {
            return Optional.of("Invalid DiskInfo: Expecting 'volume' to be set for persistent volume");
        }
        if (disk.getVolume().hasHostPath()) {
            return Optional.of("Invalid DiskInfo: Expecting 'host_path' to be unset for persistent volume");
        }
        return IdRules.check(disk.getPersistence().getId())
                .map(problem -> "Invalid DiskInfo: Invalid persistence ID for persistent volume: " + problem);
    }

    private static Optional<String> gpus(Collection<Resource> resources) {
        double gpus = resources.stream()
                .filter(resource -> resource.getName().equals("gpus"))
                .mapToDouble(resource -> resource.getScalar().getValue())
                .sum();
        return gpus != Math.rint(gpus)
                ? Optional.of("Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer")
                : Optional.empty();
    }
}
