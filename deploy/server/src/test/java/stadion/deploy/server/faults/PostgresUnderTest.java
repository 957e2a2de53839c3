package stadion.deploy.server.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stadion.persistence.servers.PostgresServer;
import stadion.persistence.servers.TcpProxy;

/** One PostgreSQL server; the nodes reach it at the address that the network has for what is outside of it. */
final class PostgresUnderTest implements SharedStoreServer {

    private final PostgresServer server;
    private final TcpProxy proxy;
    private final String url;
    private final String urlForNodes;

    private PostgresUnderTest(PostgresServer server, TcpProxy proxy, String url, String urlForNodes) {
        this.server = server;
        this.proxy = proxy;
        this.url = url;
        this.urlForNodes = urlForNodes;
    }

    static PostgresUnderTest start(String address) throws IOException, InterruptedException {
        PostgresServer server = PostgresServer.start();
        TcpProxy proxy = TcpProxy.between(InetAddress.getByName(address), server.port());
        String url = server.newDatabase();
        return new PostgresUnderTest(
                server, proxy, url, url.replace("127.0.0.1:" + server.port(), address + ":" + proxy.port()));
    }

    @Override
    public Map<String, String> flags() {
        return Map.of("--store", urlForNodes);
    }

    @Override
    public void kill() throws InterruptedException {
        server.kill();
    }

    @Override
    public void startAgain() throws IOException {
        server.run();
    }

    @Override
    public Map<String, List<String>> writers() throws SQLException {
        Map<String, List<String>> writers = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT persistence_id, writer FROM stadion.event_journal"
                        + " ORDER BY persistence_id, sequence_number")) {
            while (row.next()) {
                writers.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                        .add(row.getString(2));
            }
        }
        return writers;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        proxy.close();
        server.close();
    }
}
