/** A server with a scheduler that lives in memory, for tests of the API over real connections. */
package stadion.api.testing;
