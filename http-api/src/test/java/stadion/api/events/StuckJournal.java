package stadion.api.events;

import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Optional;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.concurrent.Promise;

/** A journal that is empty, and never answers to a write. */
public final class StuckJournal extends AsyncWriteJournal {

    static final Config CONFIG = ConfigFactory.parseString("akka.persistence.journal.plugin = stuck, stuck.class = \""
            + StuckJournal.class.getName() + "\", stuck.plugin-dispatcher = akka.actor.default-dispatcher");

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        return Promise.<Iterable<Optional<Exception>>>apply().future();
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return Future.successful(null);
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> callback) {
        return Future.successful(null);
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return Future.successful(0L);
    }
}
