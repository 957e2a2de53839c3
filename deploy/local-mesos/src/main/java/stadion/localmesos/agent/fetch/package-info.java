/**
 * The fetcher: what a task's command asks for by URI is put into its sandbox before it starts. Files come over HTTP, from
 * the machine itself or from a cache, and archives are unpacked. What fails says why in words for the task's user.
 */
package stadion.localmesos.agent.fetch;
