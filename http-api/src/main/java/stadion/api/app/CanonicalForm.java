package stadion.api.app;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Constraint;
import stadion.scheduler.model.AppDefinition.KillSelection;
import stadion.scheduler.model.AppDefinition.Network;
import stadion.scheduler.model.AppDefinition.Residency;
import stadion.scheduler.model.AppDefinition.ResourceLimits;
import stadion.scheduler.model.AppDefinition.UnreachableStrategy;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;
import stadion.scheduler.model.PathId;

/**
 * From an {@link AppUpdate} without older forms, which has passed {@link AppRules}, to the definition with every default filled in, and back. The way back and forth changes
 * nothing (Marathon: {@code AppNormalization.forPostValidation}, {@code AppConversion}).
 */
record CanonicalForm(AppSettings settings) {

    /** That of every app with persistent volumes; Marathon takes no notice of any other. */
    static final Residency RESIDENCY = new Residency(3600, "WAIT_FOREVER");

    private static final Network HOST = new Network(null, Network.Mode.HOST, Map.of());

    /** The definition, with the version {@link Instant#EPOCH} and no version info: these are given when it enters the tree. */
    AppDefinition toDefinition(PathId id, AppUpdate app) {
        List<Network> networks = networks(app);
        boolean host = networks.get(0).mode() == Network.Mode.HOST;
        SentContainer container = ContainerForm.complete(app.container(), networks);
        boolean resident = container != null && container.hasVolume(SentVolume.Persistent.class);
        return new AppDefinition(
                id,
                app.cmd(),
                Lists.orEmpty(app.args()),
                app.user(),
                or(app.env(), Map.of()),
                or(app.instances(), 1),
                or(app.cpus(), 1.0),
                or(app.mem(), 128.0),
                or(app.disk(), 0.0),
                or(app.gpus(), 0),
                or(app.executor(), ""),
                app.executorResources(),
                app.resourceLimits() == null ? null : LimitRules.toModel(app.resourceLimits()),
                Lists.orEmpty(app.constraints()).stream()
                        .map(CanonicalForm::constraint)
                        .toList(),
                Lists.orEmpty(app.fetch()),
                Lists.orEmpty(app.portDefinitions()),
                host && or(app.requirePorts(), false),
                or(app.backoffSeconds(), 1),
                or(app.backoffFactor(), 1.15),
                or(app.maxLaunchDelaySeconds(), 300),
                container == null ? null : ContainerForm.toModel(container),
                networks,
                Lists.orEmpty(app.healthChecks()).stream()
                        .map(CheckForm::complete)
                        .distinct()
                        .toList(),
                app.check(),
                Lists.orEmpty(app.readinessChecks()),
                app.taskKillGracePeriodSeconds(),
                Lists.orEmpty(app.dependencies()).stream()
                        .map(PathId::of)
                        .distinct()
                        .toList(),
                or(app.upgradeStrategy(), defaultUpgrade(container)),
                or(app.labels(), Map.of()),
                Lists.orEmpty(app.acceptedResourceRoles()),
                resident ? RESIDENCY : null,
                or(app.secrets(), Map.of()),
                unreachable(app.unreachableStrategy(), resident),
                or(app.killSelection(), KillSelection.YOUNGEST_FIRST),
                app.tty(),
                or(app.role(), settings.mesosRole()),
                Instant.EPOCH,
                null);
    }

    /** The definition as somebody might have sent it. */
    static AppUpdate ofDefinition(AppDefinition app) {
        boolean host = app.isHostNetwork();
        return AppUpdateBuilder.builder()
                .id(app.id().value())
                .acceptedResourceRoles(app.acceptedResourceRoles().isEmpty() ? null : app.acceptedResourceRoles())
                .args(app.args())
                .backoffFactor(app.backoffFactor())
                .backoffSeconds((int) app.backoffSeconds())
                .cmd(app.cmd())
                .constraints(
                        app.constraints().stream().map(CanonicalForm::texts).toList())
                .container(app.container() == null ? null : ContainerForm.ofModel(app.container(), host))
                .cpus(app.cpus())
                .dependencies(app.dependencies().stream().map(PathId::value).toList())
                .disk(app.disk())
                .env(app.env())
                .executor(app.executor())
                .executorResources(app.executorResources())
                .fetch(app.fetch())
                .healthChecks(app.healthChecks())
                .check(app.check())
                .instances(app.instances())
                .labels(app.labels())
                .maxLaunchDelaySeconds((int) app.maxLaunchDelaySeconds())
                .mem(app.mem())
                .gpus(app.gpus())
                .networks(app.networks())
                .portDefinitions(host ? app.portDefinitions() : null)
                .readinessChecks(app.readinessChecks())
                .residency(app.residency())
                .resourceLimits(app.resourceLimits() == null ? null : sent(app.resourceLimits()))
                .requirePorts(app.requirePorts())
                .secrets(app.secrets())
                .taskKillGracePeriodSeconds(app.taskKillGracePeriodSeconds())
                .upgradeStrategy(app.upgradeStrategy())
                .user(app.user())
                .killSelection(app.killSelection())
                .unreachableStrategy(new AppUpdate.Unreachable(app.unreachableStrategy()))
                .tty(app.tty())
                .role(app.role())
                .build();
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private List<Network> networks(AppUpdate app) {
        if (Lists.orEmpty(app.networks()).isEmpty()) {
            return List.of(HOST);
        }
        return NetworkRules.named(app.networks(), settings);
    }

    private static UpgradeStrategy defaultUpgrade(@Nullable SentContainer container) {
        boolean one = container != null
                && container.volumes().stream()
                        .anyMatch(v -> v instanceof SentVolume.Persistent
                                || v instanceof SentVolume.External
                                || v instanceof SentVolume.Csi);
        return one ? new UpgradeStrategy(0.5, 0) : new UpgradeStrategy(1, 1);
    }

    private static @Nullable UnreachableStrategy unreachable(AppUpdate.@Nullable Unreachable sent, boolean resident) {
        if (sent != null) {
            return sent.strategy();
        }
        return resident ? null : new UnreachableStrategy(0, 0);
    }

    static Constraint constraint(List<String> texts) {
        return new Constraint(
                texts.get(0), Constraint.Operator.valueOf(texts.get(1)), texts.size() > 2 ? texts.get(2) : null);
    }

    static List<String> texts(Constraint constraint) {
        String operator = constraint.operator().name();
        return constraint.value() == null
                ? List.of(constraint.field(), operator)
                : List.of(constraint.field(), operator, constraint.value());
    }

    private static AppUpdate.Limits sent(ResourceLimits limits) {
        return new AppUpdate.Limits(sent(limits.cpus()), sent(limits.mem()));
    }

    private static AppUpdate.@Nullable Limit sent(@Nullable Double limit) {
        if (limit == null) {
            return null;
        }
        return limit.isInfinite() ? new AppUpdate.Limit("unlimited", 0) : new AppUpdate.Limit(null, limit);
    }
}
