package stadion.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTheEmbeddedStoreTest {

    @TempDir
    Path dir;

    @Test
    void createsTheDirectoryAndTheFile() {
        Path dataDir = dir.resolve("a/new one");
        EmbeddedStore.open(dataDir).close();
        assertThat(dataDir.resolve("stadion.db")).isNotEmptyFile();
    }

    @Test
    void isIdempotent() {
        EmbeddedStore.open(dir).close();
        EmbeddedStore.open(dir).close();
    }

    @Test
    void aSecondServerOnTheDirectoryIsRefusedUntilTheFirstHasGone() {
        EmbeddedStore first = EmbeddedStore.open(dir);
        assertThatThrownBy(() -> EmbeddedStore.open(dir))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(dir.toString())
                .hasMessageContaining("in use by another server (process "
                        + ProcessHandle.current().pid() + ")")
                .hasMessageContaining("--data_dir");
        first.close();
        EmbeddedStore.open(dir).close();
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsNamed() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "not a directory");
        assertThatThrownBy(() -> EmbeddedStore.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("The data directory " + file + " cannot be written");
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAndLeftAlone() throws IOException {
        Path file = Files.writeString(
                dir.resolve("stadion.db"), "this is not a database, whatever its name says".repeat(100));
        assertThatThrownBy(() -> EmbeddedStore.open(dir))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged");
        assertThat(file).content().startsWith("this is not a database");
    }

    @Test
    void aDamagedDatabaseIsNamed() throws IOException {
        EmbeddedStore.open(dir).close();
        Path file = dir.resolve("stadion.db");
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] rubbish = new byte[(int) pages.length() - 4096];
            Arrays.fill(rubbish, (byte) 0x5a);
            pages.seek(4096);
            pages.write(rubbish);
        }
        assertThatThrownBy(() -> EmbeddedStore.open(dir))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged");
    }

    @Test
    void aDatabaseOfALaterVersionIsRefused() throws SQLException {
        EmbeddedStore.open(dir).close();
        change("PRAGMA user_version = 2");
        assertThatThrownBy(() -> EmbeddedStore.open(dir))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("later version of Stadion")
                .hasMessageContaining("version 2, this server knows 1");
    }

    @Test
    void anotherProgramsDatabaseIsRefused() throws SQLException {
        change("CREATE TABLE contacts (name TEXT)");
        assertThatThrownBy(() -> EmbeddedStore.open(dir))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("Stadion did not write");
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(EmbeddedDatabase.url(dir.resolve("stadion.db")));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
