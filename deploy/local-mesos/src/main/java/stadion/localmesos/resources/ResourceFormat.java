package stadion.localmesos.resources;

import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * The two ways in which a reservation is written. Frameworks without the RESERVATION_REFINEMENT capability use {@code role}
 * and {@code reservation}; those with it, and this package, use the list {@code reservations}.
 */
public final class ResourceFormat {

    private ResourceFormat() {}

    /** Writes any valid resource with {@code reservations}. */
    @SuppressWarnings("deprecation")
    public static Resource refined(Resource resource) {
        if (!resource.hasRole() && !resource.hasReservation()) {
            return resource;
        }
        var refined = resource.toBuilder().clearRole().clearReservation();
        if (resource.getReservationsCount() == 0 && !resource.getRole().equals("*")) {
            var reservation = resource.getReservation().toBuilder().setRole(resource.getRole());
            refined.addReservations(reservation.setType(
                    resource.hasReservation() ? ReservationInfo.Type.DYNAMIC : ReservationInfo.Type.STATIC));
        }
        return refined.build();
    }

    /**
     * Writes a resource, given with {@code reservations}, with {@code role} and {@code reservation}. A refined reservation
     * can't be written so: its innermost one is shown, as nothing a framework without the capability may use.
     */
    @SuppressWarnings("deprecation")
    public static Resource plain(Resource resource) {
        var plain = resource.toBuilder().clearReservations();
        if (resource.getReservationsCount() == 0) {
            return plain.setRole("*").build();
        }
        var reservation = resource.getReservations(resource.getReservationsCount() - 1);
        if (reservation.getType() == ReservationInfo.Type.DYNAMIC) {
            plain.setReservation(reservation.toBuilder().clearType().clearRole());
        }
        return plain.setRole(reservation.getRole()).build();
    }
}
