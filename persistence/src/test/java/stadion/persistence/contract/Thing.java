package stadion.persistence.contract;

import stadion.scheduler.Stored;

/** Something to store. */
public record Thing(String name) implements Stored {}
