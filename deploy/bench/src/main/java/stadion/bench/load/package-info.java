/**
 * Measures the whole chain as a client sees it: starts an embedded Mesos with simulated agents and a server as processes of their own,
 * then talks HTTP to the server. Nothing of the server's inside is used.
 */
package stadion.bench.load;
