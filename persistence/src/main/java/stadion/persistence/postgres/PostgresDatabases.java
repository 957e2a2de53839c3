package stadion.persistence.postgres;

import akka.actor.ActorSystem;
import akka.persistence.jdbc.db.SlickDatabase;
import akka.persistence.jdbc.db.SlickDatabaseProvider;
import com.typesafe.config.Config;
import slick.jdbc.JdbcBackend.DatabaseDef;
import slick.jdbc.JdbcProfile;
import slick.jdbc.PostgresProfile$;
import stadion.persistence.OpenStores;

/** Gives the plugins of an actor system the connections of its store. Named in postgres.conf. */
public final class PostgresDatabases implements SlickDatabaseProvider {

    private final DatabaseDef database;

    public PostgresDatabases(ActorSystem system) {
        database = OpenStores.find(system.settings().config().getConfig("stadion"), PostgresStore.class)
                .database();
    }

    @Override
    public SlickDatabase database(Config plugin) {
        return new OfTheStore(database);
    }

    /** Closed with the store, not with a plugin. */
    private record OfTheStore(DatabaseDef database) implements SlickDatabase {
        @Override
        public JdbcProfile profile() {
            return PostgresProfile$.MODULE$;
        }

        @Override
        public boolean allowShutdown() {
            return false;
        }
    }
}
