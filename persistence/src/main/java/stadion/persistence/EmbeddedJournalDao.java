package stadion.persistence;

import akka.NotUsed;
import akka.persistence.PersistentRepr;
import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.journal.dao.DefaultJournalDao;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import akka.stream.scaladsl.Source;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.util.Try;
import slick.jdbc.JdbcBackend.DatabaseDef;
import slick.jdbc.JdbcProfile;

/** The journal's statements: writes and deletions on the one writing connection, replay on the reading ones. Named in embedded.conf. */
final class EmbeddedJournalDao extends DefaultJournalDao {

    private final DefaultJournalDao readers;

    EmbeddedJournalDao(
            DatabaseDef writer,
            JdbcProfile profile,
            JournalConfig config,
            Serialization serialization,
            ExecutionContext executor,
            Materializer materializer) {
        super(writer, profile, config, serialization, executor, materializer);
        readers = new DefaultJournalDao(
                Readers.of(materializer.system()), profile, config, serialization, executor, materializer);
    }

    @Override
    public Future<Object> highestSequenceNr(String persistenceId, long fromSequenceNr) {
        return readers.highestSequenceNr(persistenceId, fromSequenceNr);
    }

    @Override
    public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
            String persistenceId, long fromSequenceNr, long toSequenceNr, long max) {
        return readers.messages(persistenceId, fromSequenceNr, toSequenceNr, max);
    }
}
