package stadion.scheduler.offer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.Volume.Persistent;
import stadion.scheduler.model.PodDefinition;
import stadion.scheduler.model.PodDefinition.PodVolume;
import stadion.scheduler.model.RunSpec;
import stadion.scheduler.offer.DiskShares.Share;

/** Finds room for the persistent volumes of a new instance. */
final class VolumeMatcher {

    private static final Comparator<Persistent> BY_SIZE = Comparator.comparingLong(Persistent::size);

    private final ConstraintCheck constraints;

    VolumeMatcher(ConstraintCheck constraints) {
        this.constraints = constraints;
    }

    /**
     * A place for each volume; null if one does not fit. Mount volumes take the smallest disk that will do (the smallest volume first), path volumes the first (the
     * largest first).
     */
    @Nullable
    VolumePlan plan(OfferLedger offer, RunSpec runSpec, Needs needs) {
        List<Persistent> volumes = volumesOf(runSpec);
        long onRoot = needs.total(ScalarKind.DISK);
        for (Persistent volume : volumes) {
            onRoot += volume.type().equals("root") ? size(volume) : 0;
        }
        if (onRoot > offer.scalar(ScalarKind.DISK).available(RoleFilter.unreserved())) {
            return null;
        }
        Map<Persistent, Share> ownDisks = new HashMap<>();
        Map<Share, Long> planned = new HashMap<>();
        for (Persistent volume : inOrder(volumes)) {
            @Nullable Share disk = diskFor(volume, offer.disks(), planned);
            if (disk == null) {
                return null;
            }
            ownDisks.put(volume, disk);
            planned.merge(disk, disk.isMount() ? disk.left() : size(volume), Long::sum);
        }
        return new VolumePlan(volumes, ownDisks);
    }

    /** The persistent volumes; those of a pod belong to its executor, where they are found under their names. */
    static List<Persistent> volumesOf(RunSpec runSpec) {
        if (runSpec instanceof PodDefinition pod) {
            return pod.volumes().stream()
                    .filter(PodVolume.Persistent.class::isInstance)
                    .map(volume -> ofExecutor((PodVolume.Persistent) volume))
                    .toList();
        }
        AppDefinition app = (AppDefinition) runSpec;
        return app.container() == null
                ? List.of()
                : app.container().volumes().stream()
                        .filter(Persistent.class::isInstance)
                        .map(Persistent.class::cast)
                        .toList();
    }

    private static Persistent ofExecutor(PodVolume.Persistent volume) {
        return new Persistent(
                volume.name(),
                "RW",
                Objects.requireNonNullElse(volume.type(), "root"),
                volume.size(),
                volume.maxSize(),
                volume.profileName(),
                volume.constraints());
    }

    private static List<Persistent> inOrder(List<Persistent> volumes) {
        return Stream.concat(
                        volumes.stream().filter(v -> v.type().equals("path")).sorted(BY_SIZE.reversed()),
                        volumes.stream().filter(v -> v.type().equals("mount")).sorted(BY_SIZE))
                .toList();
    }

    private @Nullable Share diskFor(Persistent volume, DiskShares disks, Map<Share, Long> planned) {
        @Nullable Share best = null;
        for (Share disk : disks.all()) {
            long left = disk.left() - planned.getOrDefault(disk, 0L);
            if (fits(volume, disk, left) && (best == null || (disk.isMount() && disk.left() < best.left()))) {
                best = disk;
            }
        }
        return best;
    }

    /** A mount is taken as a whole, so it must not be larger than the volume may become. */
    private boolean fits(Persistent volume, Share disk, long left) {
        return disk.isMount() == volume.type().equals("mount")
                && left >= size(volume)
                && (volume.maxSize() == null || left <= ScalarShares.thousandths((double) volume.maxSize()))
                && suits(disk, volume);
    }

    private static long size(Persistent volume) {
        return ScalarShares.thousandths((double) volume.size());
    }

    private boolean suits(Share disk, Persistent volume) {
        return Objects.equals(disk.profile(), volume.profileName())
                && volume.constraints().stream().allMatch(constraint -> constraints.isMet(constraint, disk.root()));
    }
}
