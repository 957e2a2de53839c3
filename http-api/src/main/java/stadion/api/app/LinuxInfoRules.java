package stadion.api.app;

import org.jspecify.annotations.Nullable;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.LinuxInfo;

/** What Marathon asks of the seccomp and IPC settings of a container (Marathon: {@code LinuxInfo}). */
public final class LinuxInfoRules {

    private LinuxInfoRules() {}

    public static void check(LinuxInfo info, String path, Violations errors) {
        checkSeccomp(info.seccomp(), path + "/seccomp", errors);
        checkIpc(info.ipcInfo(), path + "/ipcInfo", errors);
    }

    private static void checkSeccomp(LinuxInfo.@Nullable Seccomp seccomp, String path, Violations errors) {
        if (seccomp != null) {
            boolean profile = seccomp.profileName() != null;
            errors.require(
                    !(profile && seccomp.unconfined()),
                    path,
                    "Seccomp unconfined can NOT be true when Profile is defined");
            errors.require(
                    profile || seccomp.unconfined(),
                    path,
                    "Seccomp unconfined must be true when Profile is NOT defined");
        }
    }

    public static void checkIpc(LinuxInfo.@Nullable IpcInfo ipc, String path, Violations errors) {
        errors.require(
                ipc == null || ipc.shmSize() == null || !ipc.mode().equals("SHARE_PARENT"),
                path,
                "ipcInfo shmSize can NOT be set when mode is SHARE_PARENT");
    }
}
