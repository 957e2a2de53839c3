package stadion.deploy.server.faults;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happens to the nodes and their store. After {@link #strike} everything is in place again; the nodes may still be busy with what it did to them. */
enum Fault {
    /** SIGKILL to the node that leads, which is started again. */
    LEADER_KILLED {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            kill(nodes, List.of(nodes.awaitAgreement()), random);
        }
    },

    /** SIGKILL to another node, which is started again. */
    STANDBY_KILLED {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            kill(nodes, List.of(standby(nodes, random)), random);
        }
    },

    /** SIGKILL to all nodes, which are started again at the same time. */
    ALL_KILLED {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            kill(nodes, List.of(0, 1, 2), random);
        }
    },

    /** The node that leads is paused for longer than it may keep its lease. */
    LEADER_PAUSED {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            int leader = nodes.awaitAgreement();
            nodes.node(leader).pause();
            try {
                Thread.sleep(LONGER_THAN_THE_LEASE + random.nextInt(3_000));
            } finally {
                nodes.node(leader).resume();
            }
        }
    },

    /** SIGKILL to the store's only or leading server, which is started again. */
    STORE_KILLED {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            store.kill();
            Thread.sleep(random.nextInt(7_000));
            store.startAgain();
        }
    },

    /** The node that leads and another one don't hear each other; both hear the third. */
    PAIR_CUT(true) {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            network.cut(nodes.awaitAgreement(), standby(nodes, random));
            untilHealed(network, random);
        }
    },

    /** The node that leads hears no other node, but still the store and Mesos. */
    LEADER_CUT_OFF(true) {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            int leader = nodes.awaitAgreement();
            network.cut(leader, (leader + 1) % nodes.count());
            network.cut(leader, (leader + 2) % nodes.count());
            untilHealed(network, random);
        }
    },

    /** The node that leads hears the other nodes, but neither the store nor Mesos. */
    LEADER_WITHOUT_STORE(true) {
        @Override
        void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception {
            network.cutOutside(nodes.awaitAgreement());
            untilHealed(network, random);
        }
    };

    private static final long LONGER_THAN_THE_LEASE = 6_000;

    private final boolean cuts;

    Fault() {
        this(false);
    }

    Fault(boolean cuts) {
        this.cuts = cuts;
    }

    abstract void strike(Nodes nodes, Network network, SharedStoreServer store, Random random) throws Exception;

    /** Those of these names, with commas between them; all where there is none. */
    static Set<Fault> named(String names) {
        return names.isBlank()
                ? EnumSet.allOf(Fault.class)
                : Stream.of(names.split(",")).map(Fault::valueOf).collect(Collectors.toSet());
    }

    /** Those that can be brought about on this network; there must be one. */
    static List<Fault> possibleOn(Network network, Set<Fault> kinds) {
        List<Fault> possible = kinds.stream()
                .filter(fault -> network.canCut() || !fault.cuts)
                .sorted()
                .toList();
        if (possible.isEmpty()) {
            throw new IllegalArgumentException("none of " + kinds + " can be brought about on this network");
        }
        return possible;
    }

    private static void kill(Nodes nodes, List<Integer> victims, Random random) throws Exception {
        for (int victim : victims) {
            nodes.node(victim).kill();
        }
        Thread.sleep(random.nextInt(3_000));
        nodes.launchMissing();
    }

    private static int standby(Nodes nodes, Random random) {
        return (nodes.awaitAgreement() + 1 + random.nextInt(nodes.count() - 1)) % nodes.count();
    }

    private static void untilHealed(Network network, Random random) throws Exception {
        try {
            Thread.sleep(LONGER_THAN_THE_LEASE + random.nextInt(3_000));
        } finally {
            network.heal();
        }
    }
}
