/**
 * Linux control groups, version 1 or 2, in which tasks get the memory and the share of the processors that they were
 * launched with. They are used where this JVM may make them, which mostly means as root; elsewhere tasks run without limits,
 * as with a real agent's {@code --isolation=posix/cpu,posix/mem}.
 */
package stadion.localmesos.agent.cgroup;
