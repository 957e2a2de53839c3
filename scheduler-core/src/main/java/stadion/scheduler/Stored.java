package stadion.scheduler;

/**
 * Marks what is written to the journal or a snapshot: events and snapshots of the event-sourced actors. They are records of the model's types, collections and
 * instants, and are read again by every later version: components may be added (older records read as null or the collection's empty value), never renamed or
 * given another meaning without a migration in the persistence module.
 */
public interface Stored {}
