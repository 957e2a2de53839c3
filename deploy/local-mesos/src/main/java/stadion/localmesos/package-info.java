/**
 * A Mesos master and its agents in one JVM, speaking the v1 HTTP API of Mesos 1.11. The server starts it when it is given
 * no master, so that there is one code path to any Mesos. It knows nothing of Stadion but the Mesos protobufs.
 */
package stadion.localmesos;
