package stadion.deploy.server.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import stadion.persistence.NodeDirectory;
import stadion.persistence.StoreUnavailable;

/** A directory without a store. Entries stay until they leave or are lost. */
final class DirectoryInMemory implements NodeDirectory {

    private final List<Listed> entries = new ArrayList<>();
    private long clusters;
    private boolean reachable = true;

    private final class Listed implements Entry {
        private final String address;
        private final String api;
        private final Runnable onLost;
        private OptionalLong cluster = OptionalLong.empty();

        Listed(String address, String api, Runnable onLost) {
            this.address = address;
            this.api = api;
            this.onLost = onLost;
        }

        @Override
        public CompletionStage<OptionalLong> found() {
            return answer(() -> {
                boolean taken = entries.stream().anyMatch(entry -> entry.cluster.isPresent());
                if (!taken && entries.contains(this)) {
                    cluster = OptionalLong.of(++clusters);
                    return cluster;
                }
                return OptionalLong.empty();
            });
        }

        @Override
        public CompletionStage<OptionalLong> foundLater() {
            return answer(() -> {
                cluster = OptionalLong.of(++clusters);
                return cluster;
            });
        }

        @Override
        public CompletionStage<Void> joined(long number) {
            return answer(() -> {
                cluster = OptionalLong.of(number);
                return null;
            });
        }

        @Override
        public CompletionStage<Boolean> expel(Set<String> addresses) {
            return answer(() -> {
                boolean isListed = entries.contains(this);
                if (isListed) {
                    lose(entry -> addresses.contains(entry.address));
                }
                return isListed;
            });
        }

        @Override
        public CompletionStage<Void> leave() {
            return answer(() -> {
                entries.remove(this);
                return null;
            });
        }
    }

    @Override
    public CompletionStage<List<Node>> nodes() {
        return answer(() -> entries.stream()
                .map(entry -> new Node(entry.address, entry.api, entry.cluster))
                .sorted(Comparator.comparing(Node::address))
                .toList());
    }

    @Override
    public CompletionStage<Entry> enter(String address, String api, Runnable onLost) {
        return answer(() -> {
            entries.removeIf(entry -> entry.address.equals(address));
            Listed entry = new Listed(address, api, onLost);
            entries.add(entry);
            return entry;
        });
    }

    synchronized void reachable(boolean now) {
        reachable = now;
    }

    /** The node with this API is taken for dead, and learns that. */
    synchronized void lose(String api) {
        lose(entry -> entry.api.equals(api));
    }

    private void lose(Predicate<Listed> which) {
        List<Listed> lost = entries.stream().filter(which).toList();
        entries.removeAll(lost);
        lost.forEach(entry -> entry.onLost.run());
    }

    private synchronized <T> CompletionStage<T> answer(Supplier<T> result) {
        return reachable
                ? CompletableFuture.completedFuture(result.get())
                : CompletableFuture.failedFuture(new StoreUnavailable("not reachable"));
    }
}
