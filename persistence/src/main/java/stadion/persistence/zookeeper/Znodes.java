package stadion.persistence.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import stadion.persistence.StoreUnavailable;
import stadion.scheduler.zookeeper.ZooKeeperAddress;

/**
 * One session with the ensemble, in which any number of requests may be on their way. A request that failed because the connection broke is sent again if it only reads; otherwise it
 * fails with {@link Unanswered}, since it may have been done.
 */
final class Znodes implements AutoCloseable {

    /** Failures that say nothing about whether the request was done. */
    private static final Set<Code> CONNECTION =
            Set.of(Code.CONNECTIONLOSS, Code.SESSIONEXPIRED, Code.OPERATIONTIMEOUT, Code.SESSIONMOVED);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ZooKeeperAddress address;
    private final CuratorFramework client;
    private final List<ACL> acl;
    private final Duration patience;
    private final ScheduledThreadPoolExecutor thread;

    /**
     * @param sessionTimeout after how long without a sign of life the ensemble ends the session
     * @param patience how long an answer may take
     */
    Znodes(ZooKeeperAddress address, Duration sessionTimeout, Duration patience, String name) {
        this.address = address;
        this.patience = patience;
        this.acl = address.digest().isPresent() ? Ids.CREATOR_ALL_ACL : Ids.OPEN_ACL_UNSAFE;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread created = new Thread(work, name);
            created.setDaemon(true);
            return created;
        });
        this.client = connect(address, sessionTimeout, acl);
        client.start();
    }

    /** A transaction of which nobody can say whether it was done. */
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        Unanswered(KeeperException cause) {
            super(cause);
        }
    }

    /** A transaction of which nothing was done, as one of its operations can't be. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private static final Set<Code> CONFLICTS = Set.of(Code.BADVERSION, Code.NODEEXISTS, Code.NONODE);

        private final Code code;
        private final int operation;

        Refused(Code code, int operation) {
            super("operation " + operation + ": " + code);
            this.code = code;
            this.operation = operation;
        }

        /** The number of the operation that can't be done, from 0 on. */
        int operation() {
            return operation;
        }

        /** Whether something else is there than was expected. */
        boolean isConflict() {
            return CONFLICTS.contains(code);
        }
    }

    private static CuratorFramework connect(ZooKeeperAddress address, Duration sessionTimeout, List<ACL> acl) {
        int timeout = Math.toIntExact(sessionTimeout.toMillis());
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(address.servers())
                .sessionTimeoutMs(timeout)
                .connectionTimeoutMs(Math.min(timeout, 5000))
                .retryPolicy(new RetryOneTime(100))
                .dontUseContainerParents()
                // The addresses that the operator gave are those that can be reached from here.
                .ensembleTracker(false)
                .aclProvider(new ACLProvider() {
                    @Override
                    public List<ACL> getDefaultAcl() {
                        return acl;
                    }

                    @Override
                    public List<ACL> getAclForPath(String path) {
                        return acl;
                    }
                });
        address.digest().ifPresent(digest -> builder.authorization("digest", digest.getBytes(UTF_8)));
        return builder.build();
    }

    CuratorFramework client() {
        return client;
    }

    /** Runs work on the thread that handles the answers, where nothing may block. */
    void run(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // The store is closed; who waits for an answer is told so when it does not come in time.
            return;
        }
    }

    /** Runs work on that thread again and again, until it is cancelled or the session is closed. */
    ScheduledFuture<?> each(Duration pause, Runnable work) {
        return thread.scheduleWithFixedDelay(work, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    Op create(String path, byte[] data) {
        return Op.create(path, data, acl, CreateMode.PERSISTENT);
    }

    Op createEphemeral(String path, byte[] data) {
        return Op.create(path, data, acl, CreateMode.EPHEMERAL);
    }

    /** The node at that path; empty if there is none. */
    CompletionStage<Optional<Znode>> read(String path) {
        return reading((zooKeeper, answer) -> zooKeeper.getData(
                path,
                false,
                (code, p, context, data, stat) -> settle(answer, code, path, () -> new Znode(data, stat)),
                null));
    }

    /** The names of the nodes below a path; empty if there is no node at it. */
    CompletionStage<Optional<List<String>>> children(String path) {
        return reading((zooKeeper, answer) -> zooKeeper.getChildren(
                path, false, (code, p, context, names) -> settle(answer, code, path, () -> names), null));
    }

    /** Has the ensemble agree that this holds. What is read afterwards is at least as new as that, whichever server answers: other reads may be answered by one that lags behind. */
    CompletionStage<List<OpResult>> agree(Op check) {
        return this.<List<OpResult>>reading((zooKeeper, answer) -> zooKeeper.multi(
                        List.of(check),
                        (code, path, context, results) -> settle(answer, code, path, () -> results),
                        null))
                .thenApply(results -> results.orElseThrow(() -> new IllegalStateException("A checked node is gone.")));
    }

    /**
     * Does all of it or nothing.
     *
     * @return fails with {@link Refused} or {@link Unanswered}
     */
    CompletionStage<List<OpResult>> multi(List<Op> operations) {
        CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
        run(() -> send(
                answer,
                zooKeeper -> zooKeeper.multi(
                        operations,
                        (code, path, context, results) -> {
                            if (code == Code.OK.intValue()) {
                                answer.complete(results);
                            } else {
                                answer.completeExceptionally(failure(code, results));
                            }
                        },
                        null)));
        return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Exception failure(int code, List<OpResult> results) {
        Code failed = Code.get(code);
        if (CONNECTION.contains(failed)) {
            return new Unanswered(KeeperException.create(failed));
        }
        return new Refused(failed, failedOperation(results));
    }

    /** Those before it have no error, those after it only say that they were not tried. */
    private static int failedOperation(List<OpResult> results) {
        int operation = 0;
        while (operation < results.size()
                && results.get(operation) instanceof OpResult.ErrorResult result
                && result.getErr() == Code.OK.intValue()) {
            operation++;
        }
        return operation;
    }

    @FunctionalInterface
    private interface Request {
        void to(ZooKeeper zooKeeper);
    }

    @FunctionalInterface
    private interface Result<T> {
        T get();
    }

    private <T> CompletionStage<Optional<T>> reading(BiConsumer<ZooKeeper, CompletableFuture<Optional<T>>> request) {
        CompletableFuture<Optional<T>> result = new CompletableFuture<>();
        run(() -> attempt(request, result));
        return result.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(failure)));
    }

    private <T> void attempt(
            BiConsumer<ZooKeeper, CompletableFuture<Optional<T>>> request, CompletableFuture<Optional<T>> result) {
        CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
        CompletionStage<Optional<T>> answered = answer;
        answered.whenComplete((value, failure) -> {
            if (failure instanceof Unanswered && !result.isDone()) {
                later(() -> attempt(request, result));
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
        send(answer, zooKeeper -> request.accept(zooKeeper, answer));
    }

    /** Runs work on that thread after a pause. */
    void later(Runnable work) {
        try {
            ScheduledFuture<?> unused = thread.schedule(work, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // As above.
            return;
        }
    }

    private void send(CompletableFuture<?> answer, Request request) {
        try {
            request.to(client.getZookeeperClient().getZooKeeper());
        } catch (KeeperException e) {
            answer.completeExceptionally(new Unanswered(e));
        } catch (Exception e) {
            answer.completeExceptionally(e);
        }
    }

    private static <T> void settle(CompletableFuture<Optional<T>> answer, int code, String path, Result<T> result) {
        Code known = Code.get(code);
        if (known == Code.OK) {
            answer.complete(Optional.of(result.get()));
        } else if (known == Code.NONODE) {
            answer.complete(Optional.empty());
        } else if (CONNECTION.contains(known)) {
            answer.completeExceptionally(new Unanswered(KeeperException.create(known, path)));
        } else {
            answer.completeExceptionally(KeeperException.create(known, path));
        }
    }

    /** The same failure for those who only want to know that the store can't be used now. */
    StoreUnavailable unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String why = cause.getMessage() == null ? "no answer in " + patience.toMillis() + " ms" : cause.getMessage();
        return new StoreUnavailable("ZooKeeper at " + address + " (--zk) can't be used: " + why, cause);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
