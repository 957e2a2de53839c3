/**
 * The embedded Mesos master: frameworks that subscribe over HTTP, agents in the same JVM, and the offers between them. One
 * actor owns all of its state; calls are validated, answered and carried out by the rules of Mesos 1.11. It persists
 * nothing but who the frameworks are: what runs is known to the agents.
 */
package stadion.localmesos.master;
