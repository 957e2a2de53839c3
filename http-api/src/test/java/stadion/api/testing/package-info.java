/** A server with a scheduler that lives in memory, for tests of the API over real connections; and the form in which things are stored. */
package stadion.api.testing;
