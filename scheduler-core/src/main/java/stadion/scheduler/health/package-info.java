/**
 * Health and readiness checks made by the scheduler: where to ask, how, and what the answers mean. Checks made by Mesos arrive with the status of a task and are not
 * handled here.
 */
package stadion.scheduler.health;
