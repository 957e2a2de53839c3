package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.offer.OfferMatcher.Match;

/** What Mesos is asked to do so that an instance has its reservation and volumes, and no longer has them. */
public final class ReservationOperations {

    private ReservationOperations() {}

    /** Reserves first, then creates the volumes of what is reserved. */
    public static List<Operation> reserve(Match.Reserved match) {
        List<Operation> operations = new ArrayList<>(2);
        operations.add(Operation.newBuilder()
                .setType(Operation.Type.RESERVE)
                .setReserve(Operation.Reserve.newBuilder().addAllResources(match.resources()))
                .build());
        if (!match.volumes().isEmpty()) {
            operations.add(Operation.newBuilder()
                    .setType(Operation.Type.CREATE)
                    .setCreate(Operation.Create.newBuilder().addAllVolumes(match.volumes()))
                    .build());
        }
        return operations;
    }

    /**
     * Destroys the volumes, then gives back everything in this offer that is reserved for instances that are gone.
     *
     * @param isGone asked only about instances of the framework to which the offer was made
     * @return nothing if there is nothing to release
     */
    public static List<Operation> release(Offer offer, Predicate<InstanceId> isGone) {
        String framework = offer.getFrameworkId().getValue();
        List<Resource> volumes = new ArrayList<>();
        List<Resource> resources = new ArrayList<>();
        for (Resource resource : offer.getResourcesList()) {
            if (Reservation.instanceOf(resource, framework).filter(isGone).isPresent()) {
                if (resource.getDisk().hasPersistence()) {
                    volumes.add(resource);
                }
                resources.add(withoutVolume(resource));
            }
        }
        List<Operation> operations = new ArrayList<>(2);
        if (!volumes.isEmpty()) {
            operations.add(Operation.newBuilder()
                    .setType(Operation.Type.DESTROY)
                    .setDestroy(Operation.Destroy.newBuilder().addAllVolumes(volumes))
                    .build());
        }
        if (!resources.isEmpty()) {
            operations.add(Operation.newBuilder()
                    .setType(Operation.Type.UNRESERVE)
                    .setUnreserve(Operation.Unreserve.newBuilder().addAllResources(resources))
                    .build());
        }
        return operations;
    }

    /** As it is once its volume has been destroyed: space on the root disk, or a disk of its own. */
    private static Resource withoutVolume(Resource resource) {
        if (!resource.hasDisk()) {
            return resource;
        }
        Resource.Builder builder = resource.toBuilder();
        if (!resource.getDisk().hasSource()) {
            return builder.clearDisk().build();
        }
        builder.getDiskBuilder().clearPersistence().clearVolume();
        return builder.build();
    }
}
