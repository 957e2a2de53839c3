/**
 * Replays what Marathon was seen to do: definitions and offers as they were sent to it, and what it answered or launched. The recordings are in the test resources;
 * the system property {@code stadion.facts.dir} names another directory with sub-directories of the same names.
 */
package stadion.api.facts;
