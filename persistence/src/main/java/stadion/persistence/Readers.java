package stadion.persistence;

import akka.actor.ActorSystem;
import akka.persistence.jdbc.db.SlickExtension;
import akka.persistence.jdbc.db.SlickExtensionImpl;
import com.typesafe.config.ConfigFactory;
import slick.jdbc.JdbcBackend.DatabaseDef;

/**
 * The connections that only read the embedded database. SQLite lets any number read while one writes; that one is the single connection of the database named
 * {@code embedded}, where journal and snapshot store queue up, so that no writer ever has to wait for the file's lock.
 */
final class Readers {

    private Readers() {}

    static DatabaseDef of(ActorSystem system) {
        SlickExtensionImpl databases = (SlickExtensionImpl) SlickExtension.get(system);
        return databases
                .database(ConfigFactory.parseString("use-shared-db = embedded-readers"))
                .database();
    }
}
