package stadion.deploy.server;

/** How the process ends; the numbers are Marathon's. */
enum ExitCode {
    OK(0),
    /** The store can't be opened (in Marathon: ZooKeeper can't be reached). */
    STORE_UNAVAILABLE(100),
    LEADERSHIP_LOST(103),
    UNCAUGHT_EXCEPTION(107),
    FRAMEWORK_ID_MISSING(108),
    /** The master has removed the framework; its tasks are gone. */
    FRAMEWORK_REMOVED(110),
    /** A port is taken or an address is not this machine's. */
    BIND_FAILED(111),
    WRONG_FLAG(112);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
