package stadion.scheduler.offer;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;
import stadion.scheduler.model.AppDefinition.Volume.Persistent;

/** What an offer still holds of unreserved disks besides the root disk: mounted ones, which a volume takes as a whole, and paths, which volumes share. */
final class DiskShares {

    private final List<Share> shares = new ArrayList<>(0);

    /** Other kinds than mounts and paths are left out: no volume can be made on them. */
    void add(Resource resource) {
        Source.Type type = resource.getDisk().getSource().getType();
        if (type == Source.Type.MOUNT || type == Source.Type.PATH) {
            shares.add(new Share(resource));
        }
    }

    List<Share> all() {
        return shares;
    }

    /** One disk. */
    static final class Share {
        private final Resource resource;
        private long left;

        private Share(Resource resource) {
            this.resource = resource.toBuilder().clearAllocationInfo().build();
            this.left = ScalarShares.thousandths(resource.getScalar().getValue());
        }

        boolean isMount() {
            return source().getType() == Source.Type.MOUNT;
        }

        /** In thousandths of a MiB. */
        long left() {
            return left;
        }

        /** The directory on the agent; empty if Mesos does not say. */
        String root() {
            return isMount()
                    ? source().getMount().getRoot()
                    : source().getPath().getRoot();
        }

        @Nullable
        String profile() {
            return source().hasProfile() ? source().getProfile() : null;
        }

        /** Debits the space for a volume, which is the whole disk if it is a mount. */
        Resource take(Persistent volume) {
            if (isMount()) {
                left = 0;
                return resource;
            }
            left -= ScalarShares.thousandths((double) volume.size());
            return resource.toBuilder()
                    .setScalar(Value.Scalar.newBuilder().setValue((double) volume.size()))
                    .build();
        }

        private Source source() {
            return resource.getDisk().getSource();
        }
    }
}
