/**
 * Clients that others wrote for Marathon, each unchanged, against the real server. They drive the life of apps and groups, read the queue
 * and events, and understand what they are answered. A client that is not installed here is skipped with a word on how to get it.
 */
package stadion.deploy.server.clients;
