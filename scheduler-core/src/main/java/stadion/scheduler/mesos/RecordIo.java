package stadion.scheduler.mesos;

import akka.util.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the framing of Mesos's event streams: each record is its length in decimal digits, a line feed, and that many bytes. Chunks of the transport may be cut
 * anywhere. One instance reads one stream, from its start.
 */
final class RecordIo {

    private static final int MAX_DIGITS = 10;
    private static final int AWAITING_LENGTH = -1;

    private final int maxRecordBytes;
    private ByteString unread = ByteString.emptyByteString();
    private int recordBytes = AWAITING_LENGTH;

    /** Refuses records of more than {@code maxRecordBytes}, so that the memory needed has a bound. */
    RecordIo(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    /** The records which this chunk completes, in order; what is left over waits for the next chunk. After an error the stream is unusable. */
    List<ByteString> read(ByteString chunk) throws IOException {
        unread = unread.concat(chunk);
        List<ByteString> records = new ArrayList<>();
        while (readLength() && unread.size() >= recordBytes) {
            records.add(unread.take(recordBytes));
            unread = unread.drop(recordBytes);
            recordBytes = AWAITING_LENGTH;
        }
        return records;
    }

    private boolean readLength() throws IOException {
        if (recordBytes != AWAITING_LENGTH) {
            return true;
        }
        long length = 0;
        for (int i = 0; i < unread.size(); i++) {
            byte b = unread.apply(i);
            if (b == '\n' && i > 0) {
                recordBytes = checkedLength(length);
                unread = unread.drop(i + 1);
                return true;
            }
            if (b < '0' || b > '9' || i >= MAX_DIGITS) {
                throw new IOException(
                        "the stream is not in RecordIO format: a record's length in digits and a line feed was expected, but \""
                                + printable(unread.take(MAX_DIGITS + 1)) + "\" came");
            }
            length = length * 10 + (b - '0');
        }
        return false;
    }

    private int checkedLength(long length) throws IOException {
        if (length > maxRecordBytes) {
            throw new IOException(
                    "a record of " + length + " bytes was announced; at most " + maxRecordBytes + " are taken");
        }
        return (int) length;
    }

    private static String printable(ByteString bytes) {
        return bytes.decodeString("ISO-8859-1").replaceAll("[^ -~]", "?");
    }
}
