/**
 * Agents without processes: their tasks are timers. They serve simulations of a thousand agents and a hundred thousand tasks
 * in one JVM, and tests. All agents of a cluster share one thread and one log file, from which tasks are recovered.
 */
package stadion.localmesos.fake;
