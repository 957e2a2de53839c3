package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import stadion.scheduler.model.AppDefinition.Volume.Persistent;

/** Where the persistent volumes of an instance are to be: on the root disk, or on a disk of their own. Nothing has been taken yet. */
record VolumePlan(List<Persistent> volumes, Map<Persistent, DiskShares.Share> ownDisks) {

    /** A volume and the disk space taken for it. */
    record Taken(Persistent volume, Resource resource) {}

    /** Debits the ledger; the last volume comes first, as in Marathon. */
    List<Taken> take(OfferLedger offer) {
        List<Taken> taken = new ArrayList<>(volumes.size());
        for (Persistent volume : volumes) {
            DiskShares.Share disk = ownDisks.get(volume);
            List<Resource> resources = disk == null
                    ? offer.scalar(ScalarKind.DISK).take((double) volume.size(), RoleFilter.unreserved())
                    : List.of(disk.take(volume));
            for (Resource resource : resources) {
                taken.add(0, new Taken(volume, resource));
            }
        }
        return taken;
    }
}
