package stadion.localmesos.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;

class ResourcesTest {

    private static final Resources MACHINE = ResourceText.parse("cpus:4;mem:8192;disk:1000;ports:[31000-31999]");

    private static Resource reserved(Resource resource, String role) {
        return resource.toBuilder()
                .addReservations(ReservationInfo.newBuilder()
                        .setType(ReservationInfo.Type.DYNAMIC)
                        .setRole(role)
                        .setPrincipal("p")
                        .setLabels(Labels.newBuilder()
                                .addLabels(Label.newBuilder().setKey("k").setValue("v"))))
                .build();
    }

    private static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .build();
    }

    private static Resource volume(double size) {
        return reserved(scalar("disk", size), "db").toBuilder()
                .setDisk(DiskInfo.newBuilder()
                        .setPersistence(DiskInfo.Persistence.newBuilder().setId("data#1"))
                        .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
                .build();
    }

    @Test
    void scalarsAddUpWithThreeDecimals() {
        var tenth = ResourceText.parse("cpus:0.1");
        var sum = Resources.NONE;
        for (int i = 0; i < 40; i++) {
            sum = sum.plus(tenth);
        }
        assertThat(sum).isEqualTo(ResourceText.parse("cpus:4"));
        assertThat(MACHINE.minus(sum).has("cpus")).isFalse();
    }

    @Test
    void whatIsTakenAwayAndGivenBackIsAllThere() {
        var some = ResourceText.parse("cpus:1.5;ports:[31000-31000,31500-31600]");
        var rest = MACHINE.minus(some);
        assertThat(rest.valueOf("ports")).isEqualTo("[31001-31499, 31601-31999]");
        assertThat(rest.contains(some)).isFalse();
        assertThat(rest.plus(some)).isEqualTo(MACHINE);
    }

    @Test
    void reservedResourcesAreNotTheSameAsUnreservedOnes() {
        var reserved = Resources.of(reserved(scalar("cpus", 1), "db"));
        assertThat(MACHINE.contains(reserved)).isFalse();
        assertThat(MACHINE.plus(reserved).scalar("cpus")).isEqualTo(5);
        assertThat(MACHINE.plus(reserved).minus(reserved)).isEqualTo(MACHINE);
    }

    @Test
    void reservedResourcesAreForTheirRoleAndTheRolesBelowIt() {
        var total = MACHINE.plus(Resources.of(reserved(scalar("cpus", 1), "db")));
        assertThat(total.allocatableTo("db").scalar("cpus")).isEqualTo(5);
        assertThat(total.allocatableTo("db/test").scalar("cpus")).isEqualTo(5);
        assertThat(total.allocatableTo("dbx").scalar("cpus")).isEqualTo(4);
        assertThat(total.allocatableTo("*").scalar("cpus")).isEqualTo(4);
    }

    @Test
    void aVolumeIsOnlyThereAsAWhole() {
        var total = Resources.of(volume(100));
        assertThat(total.contains(Resources.of(volume(100)))).isTrue();
        assertThat(total.contains(Resources.of(volume(50)))).isFalse();
        assertThat(total.minus(Resources.of(volume(50)))).isEqualTo(total);
    }

    @Test
    void aVolumeIsMadeOfReservedDiskAndThatOfDisk() {
        var volume = Resources.of(volume(100));
        var reserved = Resources.of(reserved(scalar("disk", 100), "db"));
        assertThat(volume.withoutVolumes()).isEqualTo(reserved);
        assertThat(reserved.unreserved()).isEqualTo(ResourceText.parse("disk:100"));
    }

    @Test
    void reservationsAndVolumesAreRecoveredIntoTheConfiguredTotal() {
        var before = MACHINE.minus(ResourceText.parse("disk:100;cpus:1"))
                .plus(Resources.of(volume(100)))
                .plus(Resources.of(reserved(scalar("cpus", 1), "db")));
        assertThat(MACHINE.withChanges(before.changedSinceConfigured())).isEqualTo(before);
        var smaller = ResourceText.parse("cpus:0.5;disk:1000");
        assertThatThrownBy(() -> smaller.withChanges(before.changedSinceConfigured()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not contain");
    }

    @Test
    void resourcesPrintAsMesosPrintsThem() {
        assertThat(MACHINE.toString("*"))
                .isEqualTo("cpus(allocated: *):4; mem(allocated: *):8192; disk(allocated: *):1000;"
                        + " ports(allocated: *):[31000-31999]");
        assertThat(Resources.of(volume(64))).hasToString("disk(reservations: [(DYNAMIC,db,p,{k: v})])[data#1:data]:64");
        assertThat(Resources.NONE).hasToString("{}");
    }

    @Test
    void messagesCarryTheAllocationOnlyWhenItIsAskedFor() {
        assertThat(MACHINE.toProtos()).noneMatch(Resource::hasAllocationInfo);
        assertThat(MACHINE.allocatedTo("db"))
                .allMatch(resource -> resource.getAllocationInfo().getRole().equals("db"));
        assertThat(Resources.of(MACHINE.allocatedTo("db"))).isEqualTo(MACHINE);
    }
}
