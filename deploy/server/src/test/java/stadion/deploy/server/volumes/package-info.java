/**
 * Apps with persistent volumes on a whole server with real processes and files. What an instance writes is there for its next incarnation, whether its task was killed, its app
 * was changed or the server was killed in between. What is no longer needed is deleted.
 */
@NullMarked
package stadion.deploy.server.volumes;

import org.jspecify.annotations.NullMarked;
