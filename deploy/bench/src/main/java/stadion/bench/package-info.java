/**
 * Measures the whole chain under load, and single hot paths with JMH. Results are printed and written as JSON, so that runs
 * can be compared. Nothing here is part of the server.
 */
package stadion.bench;
