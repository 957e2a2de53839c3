package stadion.api.app;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import stadion.api.json.Violations;

/** What Marathon asks of an app's container: its image and its volumes. */
record ContainerRules(AppSettings settings, AppUpdate app) {

    private static final String PATH = "/container";

    void check(SentContainer container, Violations errors) {
        if (container.isDocker()) {
            errors.require(container.docker() != null, PATH + "/docker", "not defined");
        }
        if (container.docker() != null && container.docker().pullConfig() != null) {
            checkPullConfig(container, errors);
        }
        List<SentVolume> volumes = container.volumes();
        if (container.hasVolume(SentVolume.Secret.class) && !isEnabled(AppSettings.SECRETS)) {
            errors.add(PATH + "/secretVolumes(container)", "must be empty");
            errors.add(PATH + "/secretVolumes(container)", AppSettings.disabled(AppSettings.SECRETS));
        }
        for (int i = 0; i < volumes.size(); i++) {
            checkVolume(volumes.get(i), container, PATH + "/volumes(" + i + ")", errors);
        }
        errors.require(
                Lists.areUnique(volumes, ContainerRules::externalName),
                PATH + "/volumes",
                "Volume names must be unique");
        ExternalVolumeRules.checkApp(app, container, errors);
    }

    private boolean isEnabled(String feature) {
        return settings.features().contains(feature);
    }

    private boolean hasSecret(String name) {
        return app.secrets() != null && app.secrets().containsKey(name);
    }

    private void checkPullConfig(SentContainer container, Violations errors) {
        String path = PATH + "/docker/pullConfig";
        if (container.isDocker()) {
            errors.add(path, "pullConfig is not supported with Docker containerizer");
            return;
        }
        if (!isEnabled(AppSettings.SECRETS)) {
            errors.add(path, "must be empty");
            errors.add(path, AppSettings.disabled(AppSettings.SECRETS));
        }
        errors.require(
                hasSecret(container.docker().pullConfig().secret()),
                path,
                "pullConfig.secret must refer to an existing secret");
    }

    private static String externalName(SentVolume volume) {
        if (volume instanceof SentVolume.External external) {
            return external.name();
        }
        return volume instanceof SentVolume.Csi csi ? csi.volume().name() : null;
    }

    private void checkVolume(SentVolume volume, SentContainer container, String path, Violations errors) {
        if (volume instanceof SentVolume.Persistent persistent) {
            checkPersistent(persistent, path, errors);
        } else if (volume instanceof SentVolume.Secret secret) {
            errors.require(hasSecret(secret.secret()), path, "volume.secret must refer to an existing secret");
        } else if (volume instanceof SentVolume.External external) {
            requireExternal(path, errors);
            ExternalVolumeRules.check(external, container, path, errors);
        } else if (volume instanceof SentVolume.Csi csi) {
            requireExternal(path, errors);
            ExternalVolumeRules.check(csi, path + "/external/options/capability", errors);
        }
    }

    private void requireExternal(String path, Violations errors) {
        errors.require(
                isEnabled(AppSettings.EXTERNAL_VOLUMES), path, AppSettings.disabled(AppSettings.EXTERNAL_VOLUMES));
    }

    private static void checkPersistent(SentVolume.Persistent volume, String path, Violations errors) {
        checkContainerPath(volume.containerPath(), path, errors);
        errors.require(!volume.containerPath().contains("/"), path + "/containerPath", "value must not contain \"/\"");
        errors.require(volume.mode().equals("RW"), path + "/mode", "does not equal RW");
        checkDisk(volume.disk(), path + "/persistent", errors);
    }

    private static void checkDisk(SentDisk disk, String path, Violations errors) {
        errors.require(disk.size() > 0, path + "/size", "got " + disk.size() + ", expected more than 0");
        ConstraintRules.checkVolume(disk.constraints(), path + "/constraints", errors);
        boolean root = Objects.equals(disk.type(), "root") || disk.type() == null;
        errors.require(!root || disk.constraints().isEmpty(), path, "Constraints on root volumes are not supported");
        if (disk.maxSize() != null) {
            errors.require(Objects.equals(disk.type(), "mount"), path, "Only mount volumes can have maxSize");
            errors.require(disk.maxSize() > disk.size(), path, "Max size must be larger than size");
        }
    }

    static void checkContainerPath(String containerPath, String path, Violations errors) {
        errors.require(
                Stream.of(".", "..").noneMatch(containerPath::equals),
                path + "/containerPath",
                "can not be one of (.,..)");
    }
}
