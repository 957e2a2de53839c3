/**
 * Pods on the real server with real processes: what their containers share, and that they outlive the server. What subscribers are told of pods is compared with recordings
 * in {@code stadion.deploy.server.flows}.
 */
package stadion.deploy.server.pods;
