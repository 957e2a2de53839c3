package stadion.scheduler.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.jspecify.annotations.Nullable;

/** How the framework is described to Mesos. */
final class FrameworkInfos {

    private FrameworkInfos() {}

    /** The description under {@code id}; without one, the master gives the framework a new id. */
    static FrameworkInfo of(FrameworkSettings settings, Set<String> roles, @Nullable FrameworkID id) {
        FrameworkInfo.Builder info = FrameworkInfo.newBuilder()
                .setName(settings.name())
                .setUser(settings.user())
                .setCheckpoint(settings.checkpoint())
                .setFailoverTimeout(settings.failoverTimeout().toMillis() / 1000.0)
                .addAllRoles(roles.stream().sorted().toList());
        for (Capability.Type type : capabilities(settings)) {
            info.addCapabilities(Capability.newBuilder().setType(type));
        }
        if (id != null) {
            info.setId(id);
        }
        if (settings.hostname() != null) {
            info.setHostname(settings.hostname());
        }
        if (settings.webuiUrl() != null) {
            info.setWebuiUrl(settings.webuiUrl());
        }
        if (settings.principal() != null) {
            info.setPrincipal(settings.principal());
        }
        return info.build();
    }

    private static List<Capability.Type> capabilities(FrameworkSettings settings) {
        List<Capability.Type> types = new ArrayList<>(
                List.of(Capability.Type.MULTI_ROLE, Capability.Type.PARTITION_AWARE, Capability.Type.REGION_AWARE));
        if (settings.taskKillingState()) {
            types.add(Capability.Type.TASK_KILLING_STATE);
        }
        if (settings.gpuResources()) {
            types.add(Capability.Type.GPU_RESOURCES);
        }
        return types;
    }
}
