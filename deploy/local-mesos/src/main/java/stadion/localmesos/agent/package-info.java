/**
 * The agent of the embedded Mesos that runs tasks as real processes: checkpointed before anything starts, supervised from
 * outside of the JVM, taken over after a restart, reported as a real agent of Mesos 1.11 with its command executor does.
 * {@link stadion.localmesos.agent.AgentActor} owns what the agent knows, one {@link stadion.localmesos.agent.TaskActor} the
 * life of each task; what they decide with is pure.
 */
package stadion.localmesos.agent;
