/**
 * Docker images run by podman or docker, whichever is installed, through their command line, which is the same for both.
 * What is put on that line for a task is decided by a pure class, by the rules of Mesos' docker executor ({@code
 * docker/docker.cpp}) and, for images of the Mesos containerizer, of its runtime isolator.
 */
package stadion.localmesos.agent.container;
