/**
 * Replays what the original Marathon was asked and answered. The recordings lie in {@code src/test/resources/conformance}, one scenario a file; {@code JsonMatch} knows their
 * placeholders. Other tests may replay the same scenarios over HTTP.
 */
package stadion.api.conformance;
