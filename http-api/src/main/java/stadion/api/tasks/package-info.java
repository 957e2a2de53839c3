/**
 * Tasks as {@code /v2/tasks} and the addresses of an app show them, and how they are killed. A task is the last incarnation of an instance; instances that were
 * never launched have none.
 */
package stadion.api.tasks;
