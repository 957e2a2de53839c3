package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Volume;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.OfferMatcher.Match;
import stadion.scheduler.offer.VolumePlan.Taken;

/**
 * For which instance of which framework something is reserved, as labels on the reservation say (in Marathon's words).
 *
 * @param principal in whose name Mesos is to reserve, null without authentication
 */
public record Reservation(
        String frameworkId, InstanceId instance, @Nullable String principal) {

    private static final String FRAMEWORK = "marathon_framework_id";
    private static final String INSTANCE = "marathon_task_id";

    /** The instance of the framework for which a resource is reserved; nothing if it is another's, or not reserved for one instance. */
    static Optional<InstanceId> instanceOf(Resource resource, String frameworkId) {
        return frameworkId.equals(label(resource, FRAMEWORK))
                ? Optional.ofNullable(label(resource, INSTANCE)).map(InstanceId::new)
                : Optional.empty();
    }

    /** Whether a resource is reserved for one instance, of this or of another framework. */
    static boolean isForOneInstance(Resource resource) {
        return label(resource, INSTANCE) != null;
    }

    /** What was taken, reserved for the role of the app or pod and this instance. */
    Match.Reserved of(Match.Placed taken, List<Taken> disks, RunSpec runSpec, Supplier<UUID> ids) {
        List<Resource> resources = new ArrayList<>();
        Stream.concat(taken.tasks().stream().flatMap(List::stream), taken.executorResources().stream())
                .map(resource -> reserved(resource, runSpec.role()))
                .forEach(resources::add);
        int afterScalars = (int) resources.stream().filter(Resource::hasScalar).count();
        List<Resource> volumes = new ArrayList<>();
        for (Taken disk : disks) {
            Resource reserved = reserved(disk.resource(), runSpec.role());
            resources.add(afterScalars++, reserved);
            volumes.add(volume(reserved, disk, runSpec, ids.get()));
        }
        return new Match.Reserved(List.copyOf(resources), List.copyOf(volumes));
    }

    private Resource volume(Resource disk, Taken taken, RunSpec runSpec, UUID id) {
        DiskInfo.Persistence.Builder persistence = DiskInfo.Persistence.newBuilder()
                .setId(runSpec.id().safePath() + "#" + taken.volume().containerPath() + "#" + id);
        if (principal != null) {
            persistence.setPrincipal(principal);
        }
        return disk.toBuilder()
                .setDisk(disk.getDisk().toBuilder()
                        .setPersistence(persistence)
                        .setVolume(Volume.newBuilder()
                                .setContainerPath(taken.volume().containerPath())
                                .setMode(Volume.Mode.valueOf(taken.volume().mode()))))
                .build();
    }

    /** Frameworks without the capability RESERVATION_REFINEMENT name the role in a field that Mesos calls deprecated. */
    @SuppressWarnings("deprecation")
    private Resource reserved(Resource resource, String role) {
        Resource.ReservationInfo.Builder info = Resource.ReservationInfo.newBuilder()
                .setLabels(Labels.newBuilder()
                        .addLabels(label(FRAMEWORK, frameworkId))
                        .addLabels(label(INSTANCE, instance.value())));
        if (principal != null) {
            info.setPrincipal(principal);
        }
        return resource.toBuilder().setRole(role).setReservation(info).build();
    }

    private static Label.Builder label(String key, String value) {
        return Label.newBuilder().setKey(key).setValue(value);
    }

    private static @Nullable String label(Resource resource, String key) {
        if (resource.hasReservation()) {
            for (Label label : resource.getReservation().getLabels().getLabelsList()) {
                if (label.getKey().equals(key)) {
                    return label.getValue();
                }
            }
        }
        return null;
    }
}
