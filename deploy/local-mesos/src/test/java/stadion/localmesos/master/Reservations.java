package stadion.localmesos.master;

import java.util.Arrays;
import java.util.List;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Volume;

/** Reserved resources and volumes in the format that Marathon uses, and the operations on them. */
final class Reservations {

    private Reservations() {}

    @SuppressWarnings("deprecation")
    static List<Resource> reserved(String role, String principal, String resources) {
        return Launches.resources(resources).stream()
                .map(resource -> resource.toBuilder()
                        .setRole(role)
                        .setReservation(ReservationInfo.newBuilder()
                                .setPrincipal(principal)
                                .setLabels(Labels.newBuilder()
                                        .addLabels(Label.newBuilder()
                                                .setKey("instance")
                                                .setValue("i1"))))
                        .build())
                .toList();
    }

    static Resource volume(String role, String principal, String id, double size) {
        return reserved(role, principal, "disk:" + size).get(0).toBuilder()
                .setDisk(DiskInfo.newBuilder()
                        .setPersistence(
                                DiskInfo.Persistence.newBuilder().setId(id).setPrincipal(principal))
                        .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
                .build();
    }

    static Offer.Operation reserve(List<Resource> resources) {
        return Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.RESERVE)
                .setReserve(Offer.Operation.Reserve.newBuilder().addAllResources(resources))
                .build();
    }

    static Offer.Operation unreserve(List<Resource> resources) {
        return Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.UNRESERVE)
                .setUnreserve(Offer.Operation.Unreserve.newBuilder().addAllResources(resources))
                .build();
    }

    static Offer.Operation createVolumes(Resource... volumes) {
        return Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.CREATE)
                .setCreate(Offer.Operation.Create.newBuilder().addAllVolumes(Arrays.asList(volumes)))
                .build();
    }

    static Offer.Operation destroyVolumes(Resource... volumes) {
        return Offer.Operation.newBuilder()
                .setType(Offer.Operation.Type.DESTROY)
                .setDestroy(Offer.Operation.Destroy.newBuilder().addAllVolumes(Arrays.asList(volumes)))
                .build();
    }
}
