/**
 * Upgrades of an app on a whole server, with real processes that answer HTTP. While they go on a client asks all ports that an instance may have, again and again. However the app is
 * upgraded, at any time as many answer as its upgrade strategy promises.
 */
@NullMarked
package stadion.deploy.server.upgrade;

import org.jspecify.annotations.NullMarked;
