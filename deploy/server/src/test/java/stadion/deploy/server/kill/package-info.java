/**
 * Kills the real server with SIGKILL at random moments while clients change apps, starts it again, and compares what clients were
 * told, what the API says and which processes run. The processes of the tasks carry a marker, so that they are found from outside.
 */
package stadion.deploy.server.kill;
