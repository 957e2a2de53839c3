package stadion.scheduler.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.junit.jupiter.api.Test;

class FrameworkInfosTest {

    private final FrameworkSettings plain = FrameworkSettings.named("stadion", "nobody");

    @Test
    void tellsMesosWhatMarathonTellsIt() {
        FrameworkInfo info = FrameworkInfos.of(plain, Set.of("*"), null);

        assertThat(info.getName()).isEqualTo("stadion");
        assertThat(info.getUser()).isEqualTo("nobody");
        assertThat(info.getCheckpoint()).isTrue();
        assertThat(info.getFailoverTimeout()).isEqualTo(604800);
        assertThat(info.getRolesList()).containsExactly("*");
        assertThat(info.getCapabilitiesList())
                .extracting(Capability::getType)
                .containsExactlyInAnyOrder(
                        Capability.Type.MULTI_ROLE, Capability.Type.PARTITION_AWARE, Capability.Type.REGION_AWARE);
        assertThat(info.hasId() || info.hasHostname() || info.hasWebuiUrl() || info.hasPrincipal())
                .isFalse();
    }

    @Test
    void saysOnDemandWhoItIsAndWhatElseItCan() {
        FrameworkSettings rich = plain.withTaskKillingState(true)
                .withGpuResources(true)
                .withHostname("host")
                .withWebuiUrl("http://host:8080")
                .withPrincipal("me");
        FrameworkInfo info = FrameworkInfos.of(
                rich, Set.of("*"), FrameworkID.newBuilder().setValue("F").build());

        assertThat(info.getCapabilitiesList())
                .extracting(Capability::getType)
                .contains(Capability.Type.TASK_KILLING_STATE, Capability.Type.GPU_RESOURCES);
        assertThat(info.getId().getValue()).isEqualTo("F");
        assertThat(info.getHostname()).isEqualTo("host");
        assertThat(info.getWebuiUrl()).isEqualTo("http://host:8080");
        assertThat(info.getPrincipal()).isEqualTo("me");
    }
}
