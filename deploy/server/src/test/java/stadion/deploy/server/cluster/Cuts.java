package stadion.deploy.server.cluster;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.remote.RARP;
import akka.remote.testkit.Blackhole;
import akka.remote.testkit.Direction;
import akka.remote.testkit.SetThrottle;
import akka.remote.testkit.ThrottleMode;
import akka.remote.testkit.Unthrottled;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Collection;
import scala.concurrent.Future;

/** Cuts actor systems of one process off from each other, in the transport itself. */
final class Cuts {

    /** What a system that is to be cut off needs. */
    static final Config POSSIBLE = ConfigFactory.parseString("akka.remote.artery.advanced.test-mode = on");

    private Cuts() {}

    /** From now on nothing goes to and fro between this one and those. */
    static void between(ActorSystem<?> one, Collection<ActorSystem<?>> others) {
        others.forEach(other -> both(one, other, Blackhole.getInstance()));
    }

    static void heal(ActorSystem<?> one, Collection<ActorSystem<?>> others) {
        others.forEach(other -> both(one, other, Unthrottled.getInstance()));
    }

    private static void both(ActorSystem<?> one, ActorSystem<?> other, ThrottleMode mode) {
        set(one, Cluster.get(other).selfMember().address(), mode);
        set(other, Cluster.get(one).selfMember().address(), mode);
    }

    private static void set(ActorSystem<?> system, Address target, ThrottleMode mode) {
        ExtendedActorSystem classic = (ExtendedActorSystem) system.classicSystem();
        Future<Object> done = ((RARP) RARP.get(classic))
                .provider()
                .transport()
                .managementCommand(new SetThrottle(target, Direction.Both$.MODULE$, mode));
        if (!done.isCompleted()) {
            throw new IllegalStateException("not done at once");
        }
    }
}
