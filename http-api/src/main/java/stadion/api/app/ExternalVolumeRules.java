package stadion.api.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import stadion.api.json.Violations;

/** What Marathon's volume providers ask of volumes outside Mesos (Marathon: {@code DVDIProvider}, {@code CSIProvider}). */
final class ExternalVolumeRules {

    private static final String DRIVER = "dvdi/driver";

    private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";

    private static final Pattern LABELS = Pattern.compile("^" + LABEL + "$");

    private static final Pattern OPTIONS =
            Pattern.compile("^" + LABEL + "/[A-Za-z0-9](?:[-A-Za-z0-9\\._:]*[A-Za-z0-9])?$");

    private static final List<String> ACCESS_MODES = List.of(
            "SINGLE_NODE_WRITER",
            "SINGLE_NODE_READER_ONLY",
            "MULTI_NODE_READER_ONLY",
            "MULTI_NODE_SINGLE_WRITER",
            "MULTI_NODE_MULTI_WRITER");

    private ExternalVolumeRules() {}

    static void check(SentVolume.External volume, SentContainer container, String path, Violations errors) {
        String external = path + "/external";
        errors.require(volume.name() != null, external + "/name", "must not be empty");
        for (String key : volume.options().keySet()) {
            requireMatch(OPTIONS, key, external + "/options/keys", errors);
        }
        if (volume.provider() == null) {
            errors.add(external + "/provider", "not defined");
            return;
        }
        requireMatch(LABELS, volume.provider(), external + "/provider", errors);
        switch (volume.provider()) {
            case "dvdi" -> checkDvdi(volume, container, path, errors);
            case "csi" ->
                errors.add(
                        external + "/options",
                        "must have a pluginName, and a capability with accessMode and accessType");
            default -> errors.add(external + "/provider", "is unknown provider");
        }
    }

    private static void requireMatch(Pattern pattern, String text, String path, Violations errors) {
        errors.require(
                pattern.matcher(text).matches(), path, "must match regular expression '" + pattern.pattern() + "'");
    }

    private static void checkDvdi(SentVolume.External volume, SentContainer container, String path, Violations errors) {
        String external = path + "/external";
        if (volume.name() == null) {
            errors.add(external + "/name", "not defined");
        } else {
            errors.require(!volume.name().isEmpty(), external + "/name", "must not be empty");
        }
        String driver = volume.options().get(DRIVER);
        if (driver == null) {
            errors.add(external + "/options(\"" + DRIVER + "\")", "not defined");
        } else {
            requireMatch(LABELS, driver, external + "/options(\"" + DRIVER + "\")", errors);
            if (driver.equals("rexray")) {
                checkRexray(volume.options(), external + "/options/", errors);
            }
        }
        checkEngine(volume, container, path, errors);
    }

    private static void checkRexray(Map<String, String> options, String path, Violations errors) {
        for (String name : List.of("dvdi/volumetype", "dvdi/newfstype")) {
            if (options.containsKey(name)) {
                requireMatch(LABELS, options.get(name), path + "\"" + name + "\"", errors);
            }
        }
        String iops = options.get("dvdi/iops");
        errors.require(
                iops == null || iops.matches("0*[1-9][0-9]{0,17}"),
                path + "\"dvdi/iops\"",
                "Expected a valid, positive integer instead of " + iops);
        String overwrite = options.get("dvdi/overwritefs");
        errors.require(
                overwrite == null || overwrite.equalsIgnoreCase("true"),
                path + "\"dvdi/overwritefs\"",
                "Expected a valid boolean");
    }

    private static void checkEngine(
            SentVolume.External volume, SentContainer container, String path, Violations errors) {
        ContainerRules.checkContainerPath(volume.containerPath(), path, errors);
        if (!container.isDocker()) {
            errors.require(volume.mode().equals("RW"), path + "/mode", "does not equal RW");
            return;
        }
        errors.require(
                volume.options().keySet().stream().allMatch(DRIVER::equals),
                path + "/external/options",
                "must only contain " + DRIVER);
        errors.require(volume.size() == null, path + "/external/size", "must be undefined for Docker containers");
    }

    static void check(SentVolume.Csi volume, String path, Violations errors) {
        errors.require(
                List.of("block", "mount").contains(volume.accessType()),
                path + "/accessType",
                "must be one of block, mount");
        errors.require(
                ACCESS_MODES.contains(volume.volume().accessMode()),
                path + "/accessMode",
                "must be one of " + String.join(", ", ACCESS_MODES));
    }

    /** The rules for an app that has volumes of the provider dvdi, which repeat (as Marathon's answers do) what the engine asks of each. */
    static void checkApp(AppUpdate app, SentContainer container, Violations errors) {
        List<SentVolume> volumes = container.volumes().stream()
                .filter(v -> v instanceof SentVolume.External || v instanceof SentVolume.Csi)
                .toList();
        boolean dvdi = false;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < volumes.size(); i++) {
            if (volumes.get(i) instanceof SentVolume.External v && "dvdi".equals(v.provider())) {
                dvdi = true;
                checkEngine(v, container, "/container/volumes(" + i + ")", errors);
                if (!v.shared() && v.name() != null) {
                    names.add(v.name());
                }
            }
        }
        if (dvdi) {
            checkDvdiApp(app, names, errors);
        }
    }

    private static void checkDvdiApp(AppUpdate app, List<String> names, Violations errors) {
        Set<String> seen = new LinkedHashSet<>();
        names.stream()
                .filter(name -> !seen.add(name))
                .distinct()
                .forEach(name -> errors.add(
                        "/", "Requested DVDI volume '" + name + "' is declared more than once within app " + app.id()));
        errors.require(
                app.instances() == null || app.instances() <= 1,
                "/",
                "Number of instances is limited to 1 when declaring DVDI volumes in app [" + app.id() + "]");
        if (app.upgradeStrategy() != null) {
            double over = app.upgradeStrategy().maximumOverCapacity();
            errors.require(over == 0, AppRules.OVER, AppRules.got(over));
        }
    }
}
