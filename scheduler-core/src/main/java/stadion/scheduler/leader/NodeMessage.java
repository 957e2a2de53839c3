package stadion.scheduler.leader;

/** What nodes of one cluster send each other; written as JSON, so that nodes of neighbouring versions understand each other while they are replaced one by one. */
public interface NodeMessage {}
