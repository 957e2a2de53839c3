package stadion.persistence.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a server on this machine, and can take the one away from the other as a broken network does: nothing arrives, and no connection ends. */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private boolean cut;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Leads from a free port of 127.0.0.1 to that port of it. */
    public static TcpProxy to(int port) throws IOException {
        return between(InetAddress.getLoopbackAddress(), port);
    }

    /** Leads from a free port of that address of this machine to a port of 127.0.0.1. */
    public static TcpProxy between(InetAddress address, int port) throws IOException {
        TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, address), port);
        proxy.inBackground(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From now on nothing arrives, in either direction. */
    public void cut() {
        synchronized (lock) {
            cut = true;
        }
    }

    /** What was held back arrives, and all that follows. */
    public void heal() {
        synchronized (lock) {
            cut = false;
            lock.notifyAll();
        }
    }

    private void accept() throws IOException, InterruptedException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            inBackground(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException, InterruptedException {
        awaitOpen();
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException e) {
            end(client, server);
            throw e;
        }
        inBackground(() -> copy(server, client));
        copy(client, server);
    }

    private void copy(Socket from, Socket to) throws IOException, InterruptedException {
        byte[] buffer = new byte[64 * 1024];
        try {
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitOpen();
                out.write(buffer, 0, read);
            }
        } finally {
            awaitOpen();
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) throws IOException {
        sockets.remove(one);
        sockets.remove(other);
        one.close();
        other.close();
    }

    private void awaitOpen() throws InterruptedException {
        synchronized (lock) {
            while (cut) {
                lock.wait();
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void inBackground(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // One of the two has ended the connection, or the proxy is closed: so does the proxy end it.
                        Thread.currentThread().interrupt();
                    }
                },
                "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        heal();
    }
}
