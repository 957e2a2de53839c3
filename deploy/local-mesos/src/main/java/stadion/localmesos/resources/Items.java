package stadion.localmesos.resources;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** Named things, each of which exists once. */
record Items(SortedSet<String> names) implements Quantity {

    static Items of(Collection<String> names) {
        return new Items(Collections.unmodifiableSortedSet(new TreeSet<>(names)));
    }

    @Override
    public Quantity plus(Quantity other) {
        var sum = new TreeSet<>(names);
        sum.addAll(((Items) other).names);
        return new Items(Collections.unmodifiableSortedSet(sum));
    }

    @Override
    public Quantity minus(Quantity other) {
        var rest = new TreeSet<>(names);
        rest.removeAll(((Items) other).names);
        return new Items(Collections.unmodifiableSortedSet(rest));
    }

    @Override
    public boolean contains(Quantity other) {
        return names.containsAll(((Items) other).names);
    }

    @Override
    public boolean isEmpty() {
        return names.isEmpty();
    }

    @Override
    public void writeTo(Resource.Builder resource) {
        resource.setSet(Value.Set.newBuilder().addAllItem(names));
    }

    @Override
    public String toString() {
        return "{" + String.join(", ", names) + "}";
    }
}
