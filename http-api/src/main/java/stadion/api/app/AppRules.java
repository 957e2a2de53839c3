package stadion.api.app;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.SecretSource;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PathId;

/**
 * What Marathon asks of an app without older forms, before its defaults are filled in ({@code AppValidation.validateCanonicalAppAPI}). Paths and texts are Marathon's.
 */
record AppRules(AppSettings settings, Roles roles) {

    static final String NEITHER = "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.";

    static final String OVER = "/upgradeStrategy/maximumOverCapacity";

    private static final String SINGLE_INSTANCE = "MARATHON_SINGLE_INSTANCE_APP";

    void check(PathId id, AppUpdate app, Violations errors) {
        IdRules.check(id, "/id", errors);
        errors.require(!id.isRoot(), "/id", IdRules.EMPTY);
        errors.require(!id.isRoot(), "/", "must not be root");
        List<String> dependencies = Lists.orEmpty(app.dependencies());
        for (int i = 0; i < dependencies.size(); i++) {
            IdRules.check(PathId.of(dependencies.get(i)), "/dependencies(" + i + ")", errors);
        }
        checkCommand(app, errors);
        checkResources(app, errors);
        checkPorts(app, errors);
        checkFetch(Lists.orEmpty(app.fetch()), errors);
        Map<String, SecretSource> secrets = app.secrets() == null ? Map.of() : app.secrets();
        if (!secrets.isEmpty()) {
            requireFeature(AppSettings.SECRETS, "/secrets", errors);
            if (settings.features().contains(AppSettings.SECRETS)) {
                SecretRules.checkKeys(secrets.keySet(), "/secrets", errors);
            }
        }
        if (app.env() != null) {
            SecretRules.checkEnv(app.env(), secrets.keySet(), settings, "/env", errors);
        }
        checkStrategies(app, errors);
        checkMigration(app.labels(), errors);
        ConstraintRules.check(Lists.orEmpty(app.constraints()), errors);
        RoleRules.check(app.role(), roles, errors);
        if (app.acceptedResourceRoles() != null) {
            RoleRules.checkAccepted("app", app.acceptedResourceRoles(), app.residency() != null, errors);
            RoleRules.checkAllowed(app.acceptedResourceRoles(), app.role(), errors);
        }
        NetworkRules.check(Lists.orEmpty(app.networks()), settings, errors);
        NetworkRules.checkContainer(app, errors);
        CheckRules.check(app, errors);
        if (app.container() != null) {
            new ContainerRules(settings, app).check(app.container(), errors);
        }
    }

    private static void checkCommand(AppUpdate app, Violations errors) {
        boolean cmd = app.cmd() != null;
        boolean args = !Lists.orEmpty(app.args()).isEmpty();
        SentContainer container = app.container();
        boolean runnable = container != null && (container.docker() != null || !container.isDocker());
        errors.require((cmd ^ args) || (!cmd && runnable), "/", NEITHER);
        errors.require(!cmd || app.cmd().length() > 1, "/", "must not be an empty string");
    }

    private void checkResources(AppUpdate app, Violations errors) {
        if (app.gpus() != null && app.gpus() > 0) {
            errors.require(
                    app.container() == null || !app.container().isDocker(),
                    "/",
                    "GPU resources only work with the Mesos containerizer");
            requireFeature(AppSettings.GPU_RESOURCES, "/", errors);
        }
        if (app.resourceLimits() != null) {
            LimitRules.check(
                    app.resourceLimits(),
                    app.cpus() == null ? 1 : app.cpus(),
                    app.mem() == null ? 128 : app.mem(),
                    "/resourceLimits",
                    errors);
        }
    }

    private static void checkPorts(AppUpdate app, Violations errors) {
        List<PortDefinition> ports = Lists.orEmpty(app.portDefinitions());
        errors.require(Lists.areUnique(ports, PortDefinition::name), "/portDefinitions", "Port names must be unique.");
        errors.require(
                Lists.areUnique(ports, p -> p.port() == 0 ? null : p.port()),
                "/portDefinitions",
                "Ports must be unique.");
    }

    private static void checkFetch(List<FetchUri> fetch, Violations errors) {
        for (int i = 0; i < fetch.size(); i++) {
            errors.require(LegacyRules.isUri(fetch.get(i).uri()), "/fetch(" + i + ")/uri", "URI has invalid syntax.");
        }
    }

    private static void checkStrategies(AppUpdate app, Violations errors) {
        boolean single = isSingleInstance(app.labels());
        errors.require(
                !single || app.instances() == null || app.instances() <= 1,
                "/",
                "Single instance app may only have one instance");
        UpgradeStrategy upgrade = app.upgradeStrategy();
        if (upgrade != null && single) {
            checkSingleInstance(upgrade, errors);
        } else if (upgrade != null && app.residency() != null) {
            errors.require(upgrade.maximumOverCapacity() == 0, OVER, got(upgrade.maximumOverCapacity()));
        }
        errors.require(
                app.residency() == null
                        || app.unreachableStrategy() == null
                        || app.unreachableStrategy().strategy() == null,
                "/",
                "unreachableStrategy must be disabled for resident tasks");
    }

    static boolean isSingleInstance(@Nullable Map<String, String> labels) {
        return labels != null && "true".equals(labels.get(SINGLE_INSTANCE));
    }

    static void checkSingleInstance(UpgradeStrategy upgrade, Violations errors) {
        errors.require(upgrade.maximumOverCapacity() == 0, OVER, got(upgrade.maximumOverCapacity()));
        errors.require(
                upgrade.minimumHealthCapacity() == 0,
                "/upgradeStrategy/minimumHealthCapacity",
                got(upgrade.minimumHealthCapacity()));
    }

    static String got(double share) {
        return "got " + share + ", expected 0.0";
    }

    /** Labels by which DC/OS knows the API of a framework that it migrates: all or none. */
    private static void checkMigration(@Nullable Map<String, String> labels, Violations errors) {
        if (labels == null
                || labels.getOrDefault("DCOS_MIGRATION_API_VERSION", "").isEmpty()) {
            return;
        }
        boolean complete = labels.get("DCOS_MIGRATION_API_VERSION").equals("v1")
                && !labels.getOrDefault("DCOS_PACKAGE_FRAMEWORK_NAME", "").isEmpty()
                && !labels.getOrDefault("DCOS_MIGRATION_API_PATH", "").isEmpty();
        errors.require(
                complete,
                "/",
                "DCOS_PACKAGE_FRAMEWORK_NAME and DCOS_MIGRATION_API_PATH must be defined when using "
                        + "DCOS_MIGRATION_API_VERSION");
    }

    private void requireFeature(String feature, String path, Violations errors) {
        errors.require(settings.features().contains(feature), path, AppSettings.disabled(feature));
    }
}
