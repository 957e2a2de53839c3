package stadion.persistence.postgres;

/** The locks in the database that are held for the length of a transaction. */
enum PostgresLocks {
    /** For who creates the tables. */
    TABLES(1),
    /** For who founds a cluster, or expels others from it. */
    CLUSTER(2),
    /** Shared by all that write under the singleton's lease; alone for who gives the lease to another. */
    LEASE(3);

    /** The letters STDN, so that no other program in the same database uses the same numbers by chance. */
    private static final int SPACE = 0x5354444e;

    private final int number;

    PostgresLocks(int number) {
        this.number = number;
    }

    /** Two integers, as PostgreSQL's functions for advisory locks take them. */
    String key() {
        return SPACE + ", " + number;
    }
}
