/**
 * Operating-system processes that outlive the JVM that started them. Each runs as the child of a small shell script in a
 * session of its own; the script notes in files who runs and how it ended, so that a later JVM can take over. Nothing here
 * knows Mesos.
 */
package stadion.localmesos.agent.process;
