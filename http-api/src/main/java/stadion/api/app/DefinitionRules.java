package stadion.api.app;

import java.util.List;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Check;
import stadion.scheduler.model.AppDefinition.Container;
import stadion.scheduler.model.AppDefinition.HealthCheck;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.Volume;

/** What Marathon asks of a definition with all its defaults ({@code AppDefinition.validAppDefinition}), as far as {@link AppRules} have not asked it already. */
final class DefinitionRules {

    private DefinitionRules() {}

    static void check(AppDefinition app, Roles roles, Violations errors) {
        checkCommand(app, errors);
        checkPorts(app, errors);
        checkStrategies(app, errors);
        if (app.isResident()) {
            RoleRules.checkResident("app", app.role(), roles, errors);
        }
        if (app.container() != null && app.container().linuxInfo() != null) {
            LinuxInfoRules.check(app.container().linuxInfo(), "/container/linuxInfo", errors);
        }
        checkVolumes(app, errors);
    }

    private static void checkCommand(AppDefinition app, Violations errors) {
        boolean cmd = app.cmd() != null;
        boolean args = !app.args().isEmpty();
        boolean image = app.container() != null && app.container().docker() != null;
        errors.require((cmd ^ args) || (!cmd && image), "/", AppRules.NEITHER);
        errors.require(
                app.check() == null
                        || app.container() == null
                        || app.container().type() != Container.Type.DOCKER,
                "/",
                "AppDefinition must not use 'checks' if using docker");
    }

    private static void checkPorts(AppDefinition app, Violations errors) {
        for (int i = 0; i < app.portDefinitions().size(); i++) {
            int port = app.portDefinitions().get(i).port();
            errors.require(port >= 0, "/portDefinitions(" + i + ")/port", "got " + port + ", expected 0 or more");
        }
        int ports = app.isHostNetwork()
                ? app.portDefinitions().size()
                : app.portMappings().size();
        for (int i = 0; i < app.healthChecks().size(); i++) {
            HealthCheck check = app.healthChecks().get(i);
            errors.require(
                    check.protocol() == HealthCheck.Protocol.COMMAND || CheckRules.addresses(check, ports),
                    "/healthChecks(" + i + ")",
                    CheckRules.PORT_INDEX);
        }
        if (app.check() != null) {
            errors.require(
                    addresses(app.check(), ports),
                    "/check/get",
                    "check port index must address an element of the ports array or container port mappings.");
        }
    }

    private static boolean addresses(Check check, int ports) {
        if (check.exec() != null) {
            return true;
        }
        Integer index =
                check.http() != null ? check.http().portIndex() : check.tcp().portIndex();
        Integer port = check.http() != null ? check.http().port() : check.tcp().port();
        return index == null ? port != null || ports == 1 : index < ports;
    }

    private static void checkStrategies(AppDefinition app, Violations errors) {
        if (AppRules.isSingleInstance(app.labels())) {
            Violations upgrade = new Violations();
            AppRules.checkSingleInstance(app.upgradeStrategy(), upgrade);
            errors.require(upgrade.isEmpty(), "/isSingleInstance", "must be false");
            errors.addAll(upgrade);
        }
        UnreachableStrategy unreachable = app.unreachableStrategy();
        if (unreachable != null) {
            errors.require(
                    unreachable.inactiveAfterSeconds() <= unreachable.expungeAfterSeconds(),
                    "/unreachableStrategy/inactiveAfterSeconds",
                    "inactiveAfterSeconds (" + unreachable.inactiveAfterSeconds()
                            + ") must be less or equal to expungeAfterSeconds, which is "
                            + unreachable.expungeAfterSeconds());
        }
    }

    private static void checkVolumes(AppDefinition app, Violations errors) {
        List<Volume> volumes =
                app.container() == null ? List.of() : app.container().volumes();
        for (int i = 0; i < volumes.size(); i++) {
            String path = "/container/volumes(" + i + ")/volume";
            if (volumes.get(i) instanceof Volume.Persistent v) {
                errors.require(
                        v.profileName() == null || !v.profileName().isEmpty(),
                        path + "/persistent/profileName",
                        "must not be empty");
            } else if (volumes.get(i) instanceof Volume.Dvdi v) {
                errors.require(
                        v.size() == null || v.size() > 0,
                        path + "/external/size",
                        "got " + v.size() + ", expected more than 0");
            } else if (volumes.get(i) instanceof Volume.Csi v) {
                errors.require(
                        v.mode().equals("RO") || !CsiAccess.isReadOnly(v),
                        path,
                        "CSI volume must be mounted readonly with a read-only access mode");
            }
        }
        CsiAccess.checkInstances(app, errors);
    }
}
