/**
 * Replays recorded flows against the real server on the embedded Mesos: requests, and what was done to Mesos or to the server from outside, in their order; then
 * compares the events of the stream, the answers and the snapshots with the recorded ones. The recordings are in the test resources; the system property
 * {@code stadion.facts.dir} names another directory, with a sub-directory {@code flows}.
 */
package stadion.deploy.server.flows;
