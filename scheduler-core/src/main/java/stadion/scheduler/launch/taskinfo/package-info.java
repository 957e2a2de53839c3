/**
 * Turns an app or pod and the place found for an instance of it into the task or task group that Mesos is asked to launch, field by field as Marathon does. Nothing here
 * decides where a task runs. All of it is pure.
 */
@NullMarked
package stadion.scheduler.launch.taskinfo;

import org.jspecify.annotations.NullMarked;
