/**
 * Kills a process that stores events, again and again. The process prints each sequence number when it is acknowledged; whatever it
 * printed must be there when it starts again.
 */
package stadion.persistence.kill;
