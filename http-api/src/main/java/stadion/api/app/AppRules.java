package stadion.api.app;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.EnvValue;
import stadion.scheduler.model.AppDefinition.FetchUri;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PathId;

/**
 * What Marathon asks of an app without older forms, before its defaults are filled in ({@code AppValidation.validateCanonicalAppAPI}). Paths and texts are Marathon's.
 */
record AppRules(AppSettings settings, Roles roles) {

    static final String NEITHER = "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.";

    static final String OVER = "/upgradeStrategy/maximumOverCapacity";

    private static final String SEGMENT =
            "^(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])|(\\.|\\.\\.)$";

    private static final List<String> RESERVED = List.of("restart", "tasks", "versions", ".", "..");

    private static final String SINGLE_INSTANCE = "MARATHON_SINGLE_INSTANCE_APP";

    void check(PathId id, AppUpdate app, Violations errors) {
        checkId(id, "/id", errors);
        errors.require(!id.isRoot(), "/id", "Path must contain at least one path element");
        errors.require(!id.isRoot(), "/", "must not be root");
        List<String> dependencies = Lists.orEmpty(app.dependencies());
        for (int i = 0; i < dependencies.size(); i++) {
            checkId(PathId.of(dependencies.get(i)), "/dependencies(" + i + ")", errors);
        }
        checkCommand(app, errors);
        checkResources(app, errors);
        checkPorts(app, errors);
        checkFetch(Lists.orEmpty(app.fetch()), errors);
        checkSecrets(app, errors);
        checkStrategies(app, errors);
        checkMigration(app.labels(), errors);
        ConstraintRules.check(Lists.orEmpty(app.constraints()), errors);
        RoleRules.check(app, roles, errors);
        NetworkRules.check(app, settings, errors);
        CheckRules.check(app, errors);
        if (app.container() != null) {
            new ContainerRules(settings, app).check(app.container(), errors);
        }
    }

    private static void checkId(PathId id, String path, Violations errors) {
        errors.require(
                id.segments().stream().allMatch(PathGrammar::isSegment),
                path,
                "must fully match regular expression '" + SEGMENT + "'");
        errors.require(
                !RESERVED.contains(id.name()),
                path,
                "must not end with any of the following reserved keywords: " + String.join(", ", RESERVED));
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
            checkLimit(app.resourceLimits().cpus(), app.cpus() == null ? 1 : app.cpus(), "cpus", errors);
            checkLimit(app.resourceLimits().mem(), app.mem() == null ? 128 : app.mem(), "mem", errors);
        }
    }

    private static void checkLimit(
            AppUpdate.@Nullable Limit limit, double request, String resource, Violations errors) {
        if (limit == null) {
            return;
        }
        String path = "/resourceLimits/" + resource;
        if (limit.text() != null) {
            errors.require(
                    limit.text().equals("unlimited"),
                    path,
                    "'" + limit.text() + "' is an invalid resource limit. It must be 'unlimited' or a number");
        } else {
            errors.require(
                    limit.number() >= request,
                    path,
                    "resource limit must be greater than or equal to requested resource (" + request + ")");
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

    private void checkSecrets(AppUpdate app, Violations errors) {
        Map<String, ?> secrets = app.secrets() == null ? Map.of() : app.secrets();
        if (!secrets.isEmpty()) {
            requireFeature(AppSettings.SECRETS, "/secrets", errors);
            if (settings.features().contains(AppSettings.SECRETS)) {
                checkKeys(secrets.keySet(), "/secrets", errors);
            }
        }
        Map<String, EnvValue> env = app.env() == null ? Map.of() : app.env();
        checkKeys(env.keySet(), "/env", errors);
        errors.require(
                settings.features().contains(AppSettings.SECRETS)
                        || env.values().stream().allMatch(v -> v.secret() == null),
                "/env",
                "use of secret-references in the environment requires the secrets feature to be enabled");
        env.forEach((name, value) -> errors.require(
                value.secret() == null || secrets.containsKey(value.secret()),
                "/env/" + name + "/secret",
                "references an undefined secret"));
    }

    private static void checkKeys(Collection<String> keys, String path, Violations errors) {
        int i = 0;
        for (String key : keys) {
            errors.require(!key.isEmpty(), path + "/keys(" + i++ + ")", "must not be empty");
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
        errors.require(settings.features().contains(feature), path, disabled(feature));
    }

    static String disabled(String feature) {
        return "Feature " + feature + " is not enabled. Enable with --enable_features " + feature + ")";
    }
}
