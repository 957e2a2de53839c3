/**
 * The real server as a process of its own, and the simplest client of it, for tests that must not share anything with what they
 * test. The server has the embedded Mesos, whose tasks are processes, and a store in a directory of the test. Everything listens on
 * the loopback interface only.
 */
package stadion.deploy.server.process;
