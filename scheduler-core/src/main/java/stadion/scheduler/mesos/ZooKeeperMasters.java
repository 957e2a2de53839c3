package stadion.scheduler.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import stadion.scheduler.zookeeper.ZooKeeperAddress;

/**
 * Finds the leading Mesos master in ZooKeeper. Each master that is a candidate has a child {@code json.info_<sequence number>} there, which holds its MasterInfo; the one with the lowest
 * number leads. It is looked up anew for each attempt to subscribe: when another master leads, the connection to the former one ends, as a Mesos master that no longer leads exits.
 */
public final class ZooKeeperMasters implements MasterDetector, AutoCloseable {

    private static final String CANDIDATE = "json.info_";

    private static final int SESSION_MILLIS = 10_000;
    private static final int CONNECTION_MILLIS = 5_000;

    /** While no master leads it is looked again after this, so many times. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int LOOKS = 20;

    private final ZooKeeperAddress address;
    private final CuratorFramework client;

    private ZooKeeperMasters(ZooKeeperAddress address, CuratorFramework client) {
        this.address = address;
        this.client = client;
    }

    /**
     * Begins to connect, and returns at once.
     *
     * @param address the path is the one that the masters were given as {@code --zk}
     */
    public static ZooKeeperMasters at(ZooKeeperAddress address) {
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(address.servers())
                .sessionTimeoutMs(SESSION_MILLIS)
                .connectionTimeoutMs(CONNECTION_MILLIS)
                .retryPolicy(new ExponentialBackoffRetry(100, 5, 1000))
                .ensembleTracker(false);
        address.digest().ifPresent(digest -> builder.authorization("digest", digest.getBytes(UTF_8)));
        CuratorFramework client = builder.build();
        client.start();
        return new ZooKeeperMasters(address, client);
    }

    @Override
    public CompletionStage<MasterAddress> find(int attempt) {
        return find(attempt, LOOKS);
    }

    private CompletionStage<MasterAddress> find(int attempt, int looks) {
        return leader().thenCompose(leader -> {
            if (leader.isPresent()) {
                return CompletableFuture.completedFuture(leader.get());
            }
            if (looks <= 1) {
                return CompletableFuture.failedFuture(new IOException("no Mesos master leads at " + address));
            }
            return CompletableFuture.supplyAsync(
                            () -> looks - 1, CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS))
                    .thenCompose(left -> find(attempt, left));
        });
    }

    private CompletionStage<Optional<MasterAddress>> leader() {
        String path = address.path().isEmpty() ? "/" : address.path();
        return children(path).thenCompose(names -> {
            Optional<String> first = names.stream()
                    .filter(name -> name.startsWith(CANDIDATE))
                    .min(Comparator.comparingLong(ZooKeeperMasters::sequenceNumber));
            return first.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : data(address.path() + "/" + first.get()).thenApply(info -> info.map(MasterInfoJson::address));
        });
    }

    private static long sequenceNumber(String candidate) {
        return Long.parseLong(candidate.substring(CANDIDATE.length()));
    }

    private CompletionStage<List<String>> children(String path) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        try {
            client.getChildren()
                    .inBackground((used, event) -> settle(names, event.getResultCode(), event.getChildren(), List.of()))
                    .withUnhandledErrorListener((message, failure) -> names.completeExceptionally(failure))
                    .forPath(path);
        } catch (Exception e) {
            names.completeExceptionally(e);
        }
        return names;
    }

    /** Empty if the candidate went away in the meantime. */
    private CompletionStage<Optional<byte[]>> data(String path) {
        CompletableFuture<Optional<byte[]>> data = new CompletableFuture<>();
        try {
            client.getData()
                    .inBackground((used, event) ->
                            settle(data, event.getResultCode(), Optional.ofNullable(event.getData()), Optional.empty()))
                    .withUnhandledErrorListener((message, failure) -> data.completeExceptionally(failure))
                    .forPath(path);
        } catch (Exception e) {
            data.completeExceptionally(e);
        }
        return data;
    }

    private <T> void settle(CompletableFuture<T> answer, int code, T found, T none) {
        Code known = Code.get(code);
        if (known == Code.OK) {
            answer.complete(found);
        } else if (known == Code.NONODE) {
            answer.complete(none);
        } else {
            answer.completeExceptionally(
                    new IOException("ZooKeeper at " + address + " can't be read", KeeperException.create(known)));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
