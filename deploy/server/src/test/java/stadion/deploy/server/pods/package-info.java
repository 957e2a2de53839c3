/**
 * Pods on the real server with real processes: what happens to them, and what subscribers are told of it, as recorded from Marathon on a real Mesos. The recordings are in
 * the test resources; the system property {@code stadion.facts.dir} names a directory with a sub-directory {@code flows} of others.
 */
package stadion.deploy.server.pods;
