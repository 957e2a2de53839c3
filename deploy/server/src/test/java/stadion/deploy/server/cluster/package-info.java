/**
 * How nodes form one cluster: the decision as a table of cases, and real members of it, several in one process, with a directory in memory. What happens to nodes that are killed,
 * paused or cut off is tested with real processes elsewhere.
 */
package stadion.deploy.server.cluster;
