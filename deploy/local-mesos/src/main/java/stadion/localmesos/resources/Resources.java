package stadion.localmesos.resources;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A multiset of resources: amounts by kind, in the order in which the kinds came. To whom a resource is allocated is no
 * part of it. Resources given to {@link #of} must be valid (see {@link ResourceRules}).
 */
public final class Resources {

    public static final Resources NONE = new Resources(List.of());

    private final List<Entry> entries;

    private record Entry(ResourceKind kind, Quantity quantity) {}

    private Resources(List<Entry> entries) {
        this.entries = entries;
    }

    public static Resources of(Collection<Resource> resources) {
        var sum = new ArrayList<Entry>(resources.size());
        for (var resource : resources) {
            add(sum, new Entry(ResourceKind.of(resource), Quantity.of(resource)));
        }
        return new Resources(sum);
    }

    public static Resources of(Resource resource) {
        return of(List.of(resource));
    }

    public Resources plus(Resources other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        var sum = new ArrayList<>(entries);
        other.entries.forEach(entry -> add(sum, entry));
        return new Resources(sum);
    }

    /** What remains; taking what is not there takes nothing. */
    public Resources minus(Resources other) {
        if (other.isEmpty()) {
            return this;
        }
        var rest = new ArrayList<>(entries);
        for (var entry : other.entries) {
            int i = indexOf(rest, entry.kind);
            if (i < 0 || (entry.kind.indivisible() && !rest.get(i).quantity.equals(entry.quantity))) {
                continue;
            }
            var remaining = rest.get(i).quantity.minus(entry.quantity);
            if (remaining.isEmpty()) {
                rest.remove(i);
            } else {
                rest.set(i, new Entry(entry.kind, remaining));
            }
        }
        return new Resources(rest);
    }

    public boolean contains(Resources other) {
        return other.entries.stream().allMatch(entry -> {
            int i = indexOf(entries, entry.kind);
            return i >= 0
                    && (entry.kind.indivisible()
                            ? entries.get(i).quantity.equals(entry.quantity)
                            : entries.get(i).quantity.contains(entry.quantity));
        });
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** What may be offered to a role: what is not reserved, and what is reserved for the role or a role above it. */
    public Resources allocatableTo(String role) {
        return filter(kind -> !kind.reserved() || kind.role().equals(role) || role.startsWith(kind.role() + "/"));
    }

    public Resources withoutRevocable() {
        return filter(kind -> !kind.revocable());
    }

    public Resources persistentVolumes() {
        return filter(ResourceKind::persistentVolume);
    }

    /** What was reserved or made into volumes after the agent was configured. */
    public Resources changedSinceConfigured() {
        return filter(kind -> kind.dynamicallyReserved() || kind.persistentVolume());
    }

    /**
     * A configured total with the reservations and volumes that were made since.
     *
     * @param changed what {@link #changedSinceConfigured()} of the total was before the restart
     * @throws IllegalArgumentException if the total no longer has what was reserved
     */
    public Resources withChanges(Resources changed) {
        var taken = changed.map(ResourceKind::asConfigured);
        if (!contains(taken)) {
            throw new IllegalArgumentException(
                    "Incompatible agent resources: " + this + " does not contain " + taken + ", which is reserved");
        }
        return minus(taken).plus(changed);
    }

    /** The same amounts without the innermost reservation of each, which must be there. */
    public Resources unreserved() {
        return map(ResourceKind::unreserved);
    }

    /** The same amounts without volumes, which must be there. */
    public Resources withoutVolumes() {
        return map(ResourceKind::withoutVolume);
    }

    public boolean allDynamicallyReserved() {
        return entries.stream().allMatch(entry -> entry.kind.dynamicallyReserved());
    }

    /** The sum of a scalar over all its kinds, in thousandths; 0 if there is none. */
    public long thousandths(String name) {
        long sum = 0;
        for (var entry : entries) {
            if (entry.quantity instanceof Scalar scalar && entry.kind.name().equals(name)) {
                sum += scalar.thousandths();
            }
        }
        return sum;
    }

    /** The sum of a scalar over all its kinds; 0 if there is none. */
    public double scalar(String name) {
        return thousandths(name) / 1000.0;
    }

    public boolean has(String name) {
        return entries.stream().anyMatch(entry -> entry.kind.name().equals(name));
    }

    /** All there is of a name, as Mesos prints it; {@code 0} if there is nothing. */
    public String valueOf(String name) {
        return entries.stream()
                .filter(entry -> entry.kind.name().equals(name))
                .map(Entry::quantity)
                .reduce(Quantity::plus)
                .map(Quantity::toString)
                .orElse("0");
    }

    /** The names of what there is, each once, in their order. */
    public List<String> names() {
        return entries.stream().map(entry -> entry.kind.name()).distinct().toList();
    }

    /** What is not reserved. */
    public Resources notReserved() {
        return filter(kind -> !kind.reserved());
    }

    /** What is reserved for exactly this role. */
    public Resources reservedFor(String role) {
        return filter(kind -> kind.reserved() && kind.role().equals(role));
    }

    /** The roles for which something is reserved. */
    public List<String> reservationRoles() {
        return entries.stream()
                .filter(entry -> entry.kind.reserved())
                .map(entry -> entry.kind.role())
                .distinct()
                .toList();
    }

    /** As messages, with {@code reservations} and without allocation. */
    public List<Resource> toProtos() {
        return toBuilders().stream().map(Resource.Builder::build).toList();
    }

    /** As messages allocated to a role, with {@code reservations}. */
    public List<Resource> allocatedTo(String role) {
        var allocation = Resource.AllocationInfo.newBuilder().setRole(role).build();
        return toBuilders().stream()
                .map(builder -> builder.setAllocationInfo(allocation).build())
                .toList();
    }

    private List<Resource.Builder> toBuilders() {
        return entries.stream()
                .map(entry -> {
                    var builder = entry.kind.toBuilder();
                    entry.quantity.writeTo(builder);
                    return builder;
                })
                .toList();
    }

    private Resources filter(Predicate<ResourceKind> wanted) {
        var filtered = entries.stream().filter(entry -> wanted.test(entry.kind)).toList();
        return filtered.size() == entries.size() ? this : new Resources(filtered);
    }

    private Resources map(UnaryOperator<ResourceKind> change) {
        var changed = new ArrayList<Entry>(entries.size());
        entries.forEach(entry -> add(changed, new Entry(change.apply(entry.kind), entry.quantity)));
        return new Resources(changed);
    }

    private static void add(List<Entry> entries, Entry more) {
        if (more.quantity.isEmpty()) {
            return;
        }
        int i = indexOf(entries, more.kind);
        if (i < 0) {
            entries.add(more);
        } else {
            entries.set(i, new Entry(more.kind, entries.get(i).quantity.plus(more.quantity)));
        }
    }

    private static int indexOf(List<Entry> entries, ResourceKind kind) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).kind.equals(kind)) {
                return i;
            }
        }
        return -1;
    }

    /** The same amounts of the same kinds, in any order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Resources resources
                && entries.size() == resources.entries.size()
                && contains(resources)
                && resources.contains(this);
    }

    @Override
    public int hashCode() {
        return entries.stream().mapToInt(Entry::hashCode).sum();
    }

    /** As Mesos prints resources in its messages. */
    public String toString(@Nullable String allocatedTo) {
        return entries.isEmpty()
                ? "{}"
                : entries.stream()
                        .map(entry -> entry.kind.toString(allocatedTo) + ":" + entry.quantity)
                        .collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return toString(null);
    }
}
