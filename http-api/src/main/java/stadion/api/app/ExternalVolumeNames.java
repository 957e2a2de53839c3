package stadion.api.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pcollections.PSet;
import stadion.api.json.Violations;
import stadion.scheduler.group.Group;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Volume;
import stadion.scheduler.model.PathId;

/** A volume outside Mesos that cannot be shared belongs to one app of the cluster (Marathon: {@code ProviderValidationHelpers.validateUniqueVolumes}). */
final class ExternalVolumeNames {

    private ExternalVolumeNames() {}

    /** The whole tree is looked at only if one of the changed apps has such a volume. */
    static void check(RootGroup root, List<AppDefinition> changed, Violations errors) {
        if (changed.stream().allMatch(app -> external(app).findAny().isEmpty())) {
            return;
        }
        Map<String, TreeSet<PathId>> owners = new HashMap<>();
        List<AppDefinition> apps = root.appsBelow(PathId.ROOT);
        for (AppDefinition app : apps) {
            external(app)
                    .filter(ExternalVolumeNames::isExclusive)
                    .forEach(v ->
                            owners.computeIfAbsent(key(v), k -> new TreeSet<>()).add(app.id()));
        }
        for (AppDefinition app : apps) {
            external(app).filter(v -> !isReader(v)).forEach(v -> {
                TreeSet<PathId> others = new TreeSet<>(owners.getOrDefault(key(v), new TreeSet<>()));
                others.remove(app.id());
                if (!others.isEmpty()) {
                    errors.add(
                            path(app.id(), root) + "/container",
                            "Volume name '" + v.name() + "' in " + app.id()
                                    + " conflicts with volume(s) of same name in app(s): "
                                    + others.stream().map(PathId::value).collect(Collectors.joining(", ")));
                }
            });
        }
    }

    private static Stream<Volume.External> external(AppDefinition app) {
        return app.container() == null
                ? Stream.empty()
                : app.container().volumes().stream()
                        .filter(Volume.External.class::isInstance)
                        .map(Volume.External.class::cast);
    }

    /** Names are those of one provider. */
    private static String key(Volume.External volume) {
        return (volume instanceof Volume.Csi ? "csi " : "dvdi ") + volume.name();
    }

    private static boolean isExclusive(Volume.External volume) {
        return volume instanceof Volume.Csi csi
                ? !CsiAccess.isShareable(csi) || CsiAccess.isSingleWriter(csi)
                : volume instanceof Volume.Dvdi dvdi && !dvdi.shared();
    }

    private static boolean isReader(Volume.External volume) {
        return volume instanceof Volume.Csi csi
                && csi.accessMode().equals("MULTI_NODE_SINGLE_WRITER")
                && csi.mode().equals("RO");
    }

    /** How errors name an app: by the places of its groups and its own among their siblings. */
    private static String path(PathId app, RootGroup root) {
        StringBuilder path = new StringBuilder();
        PathId here = PathId.ROOT;
        List<String> segments = app.segments();
        for (String segment : segments.subList(0, segments.size() - 1)) {
            PathId child = here.child(segment);
            path.append("/groups(").append(place(child, root, here, false)).append(')');
            here = child;
        }
        return path.append("/apps(")
                .append(place(app, root, here, true))
                .append(')')
                .toString();
    }

    private static long place(PathId id, RootGroup root, PathId parent, boolean app) {
        Group group = root.group(parent).orElseThrow();
        PSet<PathId> siblings = app ? group.apps() : group.groups();
        return siblings.stream().filter(sibling -> sibling.compareTo(id) < 0).count();
    }
}
