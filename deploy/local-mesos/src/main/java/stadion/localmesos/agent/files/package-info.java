/**
 * The {@code /files} end points of an agent: who has the path of a sandbox can list it and read and download its files.
 * Nothing outside of sandboxes can be reached, neither by {@code ..} nor by a link. Paths, JSON and errors are those of
 * Mesos 1.11 ({@code files/files.cpp}).
 */
package stadion.localmesos.agent.files;
