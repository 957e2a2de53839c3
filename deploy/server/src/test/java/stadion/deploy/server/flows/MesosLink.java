package stadion.deploy.server.flows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The network between the server and the Mesos master. What the master says can be held back, so that nothing is offered or told meanwhile. */
final class MesosLink implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress master;
    private int holders;

    MesosLink(InetSocketAddress master) throws IOException {
        this.master = master;
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Holds back what the master says, until as many calls of {@link #release} have followed. */
    synchronized void hold() {
        holders++;
    }

    synchronized void release() {
        holders--;
        notifyAll();
    }

    private synchronized void awaitReleased() throws InterruptedException {
        while (holders > 0) {
            wait();
        }
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket server = listening.accept();
            Socket mesos = new Socket(master.getAddress(), master.getPort());
            server.setTcpNoDelay(true);
            mesos.setTcpNoDelay(true);
            start(() -> copy(server, mesos, false));
            start(() -> copy(mesos, server, true));
        }
    }

    private void copy(Socket from, Socket to, boolean held) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (held) {
                    awaitReleased();
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException ended) {
                        // One side has closed its connection; the other side's is closed, too.
                    }
                },
                "mesos-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
