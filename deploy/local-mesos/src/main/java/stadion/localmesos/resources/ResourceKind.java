package stadion.localmesos.resources;

import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;

/** Everything about a resource but how much of it: only resources of the same kind add up. */
final class ResourceKind {

    private final String name;
    private final Value.Type type;
    /** The resource without amount and allocation, if it has more than name and type. */
    private final @Nullable Resource detail;

    private final int hash;

    private ResourceKind(String name, Value.Type type, @Nullable Resource detail) {
        this.name = name;
        this.type = type;
        this.detail = detail;
        this.hash = detail == null ? name.hashCode() : detail.hashCode();
    }

    static ResourceKind of(Resource resource) {
        var refined = ResourceFormat.refined(resource);
        if (refined.getReservationsCount() == 0
                && !refined.hasDisk()
                && !refined.hasProviderId()
                && !refined.hasRevocable()
                && !refined.hasShared()) {
            return new ResourceKind(refined.getName(), refined.getType(), null);
        }
        var detail = refined.toBuilder().clearScalar().clearRanges().clearSet().clearAllocationInfo();
        return new ResourceKind(refined.getName(), refined.getType(), detail.build());
    }

    String name() {
        return name;
    }

    Resource.Builder toBuilder() {
        return detail == null ? Resource.newBuilder().setName(name).setType(type) : detail.toBuilder();
    }

    boolean reserved() {
        return detail != null && detail.getReservationsCount() > 0;
    }

    /** The role of the innermost reservation, {@code *} if there is none. */
    String role() {
        return detail == null || detail.getReservationsCount() == 0
                ? "*"
                : detail.getReservations(detail.getReservationsCount() - 1).getRole();
    }

    boolean dynamicallyReserved() {
        return detail != null
                && detail.getReservationsList().stream().anyMatch(r -> r.getType() == ReservationInfo.Type.DYNAMIC);
    }

    boolean persistentVolume() {
        return detail != null && detail.getDisk().hasPersistence();
    }

    boolean revocable() {
        return detail != null && detail.hasRevocable();
    }

    /** Whether it can only be used as a whole: volumes, and disks of their own. */
    boolean indivisible() {
        if (detail == null || !detail.hasDisk()) {
            return false;
        }
        var disk = detail.getDisk();
        return disk.hasPersistence() || (disk.hasSource() && disk.getSource().getType() != DiskInfo.Source.Type.PATH);
    }

    /** What it was made from: without the innermost dynamic reservation. */
    ResourceKind unreserved() {
        var kind = Objects.requireNonNull(detail, "not reserved");
        return of(kind.toBuilder()
                .removeReservations(kind.getReservationsCount() - 1)
                .build());
    }

    /** What it was made from: without volume and persistence. */
    ResourceKind withoutVolume() {
        var builder = Objects.requireNonNull(detail, "no volume").toBuilder();
        if (builder.getDisk().hasSource()) {
            builder.getDiskBuilder().clearPersistence().clearVolume();
        } else {
            builder.clearDisk();
        }
        return of(builder.build());
    }

    /** As the agent was configured: without dynamic reservations and volumes. */
    ResourceKind asConfigured() {
        var kind = persistentVolume() ? withoutVolume() : this;
        while (kind.dynamicallyReserved()) {
            kind = kind.unreserved();
        }
        return kind;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ResourceKind kind
                        && hash == kind.hash
                        && type == kind.type
                        && name.equals(kind.name)
                        && Objects.equals(detail, kind.detail));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As Mesos prints it in its messages. */
    String toString(@Nullable String allocatedTo) {
        var text = new StringBuilder(name);
        if (allocatedTo != null) {
            text.append("(allocated: ").append(allocatedTo).append(')');
        }
        if (detail != null) {
            appendDetail(text, detail);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return toString(null);
    }

    private static void appendDetail(StringBuilder text, Resource detail) {
        if (detail.getReservationsCount() > 0) {
            text.append(detail.getReservationsList().stream()
                    .map(ResourceKind::text)
                    .collect(Collectors.joining(",", "(reservations: [", "])")));
        }
        if (detail.hasDisk()) {
            text.append('[').append(text(detail.getDisk())).append(']');
        }
        if (detail.hasRevocable()) {
            text.append("{REV}");
        }
        if (detail.hasShared()) {
            text.append("<SHARED>");
        }
    }

    private static String text(ReservationInfo reservation) {
        var text = new StringBuilder("(" + reservation.getType() + "," + reservation.getRole());
        if (reservation.hasPrincipal()) {
            text.append(',').append(reservation.getPrincipal());
        }
        if (reservation.hasLabels()) {
            text.append(reservation.getLabels().getLabelsList().stream()
                    .map(ResourceKind::text)
                    .collect(Collectors.joining(", ", ",{", "}")));
        }
        return text.append(')').toString();
    }

    private static String text(Label label) {
        return label.hasValue() ? label.getKey() + ": " + label.getValue() : label.getKey();
    }

    private static String text(DiskInfo disk) {
        var text = new StringBuilder();
        if (disk.hasSource()) {
            var source = disk.getSource();
            var root = source.hasMount()
                    ? source.getMount().getRoot()
                    : source.getPath().getRoot();
            text.append(source.getType()).append(root.isEmpty() ? "" : ":" + root);
        }
        if (disk.hasPersistence()) {
            text.append(disk.hasSource() ? "," : "")
                    .append(disk.getPersistence().getId());
        }
        if (disk.hasVolume()) {
            text.append(':').append(disk.getVolume().getContainerPath());
        }
        return text.toString();
    }
}
