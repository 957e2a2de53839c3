package stadion.deploy.server;

import java.net.URI;
import java.util.List;
import stadion.scheduler.mesos.MasterAddress;
import stadion.scheduler.mesos.MasterDetector;
import stadion.scheduler.mesos.ZooKeeperMasters;
import stadion.scheduler.zookeeper.ZooKeeperAddress;

/**
 * The Mesos in use: how its leading master is found.
 *
 * @param shown where that is, in words, without a password
 * @param whenDone ends what is held for it
 */
record Masters(String shown, MasterDetector detector, Runnable whenDone) {

    /** Those of {@code --master}, as {@link MesosFlag} reads it. */
    static Masters of(URI flag) {
        if (!flag.getScheme().equalsIgnoreCase("zk")) {
            return at(new MasterAddress(flag));
        }
        ZooKeeperAddress address = ZooKeeperAddress.parse(flag.toString());
        ZooKeeperMasters found = ZooKeeperMasters.at(address);
        return new Masters(address.toString(), found, found::close);
    }

    /** This one, or the one that it redirects to. */
    static Masters at(MasterAddress master) {
        return new Masters(master.toString(), MasterDetector.of(List.of(master)), () -> {});
    }
}
