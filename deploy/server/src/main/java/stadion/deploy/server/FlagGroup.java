package stadion.deploy.server;

/** The headings under which the help text lists the flags, in this order. */
enum FlagGroup {
    STADION("Stadion's own"),
    MESOS("Mesos"),
    HTTP("HTTP"),
    APPS("Apps"),
    OFFERS("Offers"),
    TASKS("Tasks and deployments"),
    LOGS("Logs");

    private final String heading;

    FlagGroup(String heading) {
        this.heading = heading;
    }

    String heading() {
        return heading;
    }
}
