/**
 * One instance's life: what each status from Mesos means for it, and the actor that watches over it, kills it, and asks whether it is healthy. What follows from
 * that for the app is decided by the app.
 */
package stadion.scheduler.task;
