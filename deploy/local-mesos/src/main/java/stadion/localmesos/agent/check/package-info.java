/**
 * Checks and health checks of tasks as Mesos' executors do them: a command, an HTTP request or a TCP connection, again and
 * again. What a result means is decided by pure classes; that a task is killed for it is not decided here.
 */
package stadion.localmesos.agent.check;
