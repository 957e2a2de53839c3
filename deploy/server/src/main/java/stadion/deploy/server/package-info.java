/**
 * The server that is run: its flags, its one-node or many-node cluster and the wiring of API, scheduler, store and Mesos.
 * Flags are parsed into one immutable {@code ServerConfig} before anything starts. Exit codes are those of Marathon.
 */
package stadion.deploy.server;
