/**
 * Makes requests that go wrong in many ways out of recorded ones, and sends them as bytes. What is made depends on a seed alone, so that
 * every run can be repeated. Knows nothing of the server but that it speaks HTTP.
 */
package stadion.deploy.server.fuzz;
