/**
 * The stores behind Akka Persistence. The embedded one is an SQLite file that survives a killed process and a power cut.
 * Serialisers and schema evolution of the stored events live here as well.
 */
package stadion.persistence;
