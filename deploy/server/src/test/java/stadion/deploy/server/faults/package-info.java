/**
 * Two or three real servers that share a real store, and the embedded Mesos beside them, while clients change apps and follow the events all along: nodes and store are killed, paused and cut
 * off from each other, and after each fault what clients and subscribers were told, what every node says and which processes run must agree. Cutting nodes off takes network namespaces, so it
 * is left out where those are not permitted.
 */
package stadion.deploy.server.faults;
