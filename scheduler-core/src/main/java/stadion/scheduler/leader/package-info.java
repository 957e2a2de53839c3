/**
 * Leadership: which node runs the scheduler, and what the other parts of a node may know of it. The scheduler itself is a cluster singleton.
 */
package stadion.scheduler.leader;
