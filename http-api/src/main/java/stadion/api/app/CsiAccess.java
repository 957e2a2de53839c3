package stadion.api.app;

import java.util.List;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Volume;

/** What the access modes of CSI volumes allow. */
final class CsiAccess {

    private CsiAccess() {}

    static boolean isReadOnly(Volume.Csi volume) {
        return volume.accessMode().endsWith("_READER_ONLY");
    }

    /** Whether several nodes may use the volume at the same time. */
    static boolean isShareable(Volume.Csi volume) {
        return volume.accessMode().startsWith("MULTI_NODE_");
    }

    /** Whether the volume is written by its one writer. */
    static boolean isSingleWriter(Volume.Csi volume) {
        return volume.accessMode().equals("MULTI_NODE_SINGLE_WRITER")
                && !volume.mode().equals("RO");
    }

    static void checkInstances(AppDefinition app, Violations errors) {
        List<Volume.Csi> volumes = app.container() == null
                ? List.of()
                : app.container().volumes().stream()
                        .filter(Volume.Csi.class::isInstance)
                        .map(Volume.Csi.class::cast)
                        .toList();
        if (volumes.isEmpty() || app.instances() <= 1) {
            return;
        }
        String got = "got " + app.instances() + ", expected 1 or less ";
        if (!volumes.stream().allMatch(CsiAccess::isShareable)) {
            errors.add("/instances", got + "while non-shareable CSI volumes are defined");
        } else if (volumes.stream().allMatch(CsiAccess::isSingleWriter)) {
            errors.add("/instances", got + "while a multi-node single-writer volume is defined mounted as read/write");
        }
    }
}
