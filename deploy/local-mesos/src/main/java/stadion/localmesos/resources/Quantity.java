package stadion.localmesos.resources;

import org.apache.mesos.v1.Protos.Resource;

/** How much of one kind of resource: a number, numbers of ranges, or named items. Operands are of the same type. */
sealed interface Quantity permits Scalar, Ranges, Items {

    Quantity plus(Quantity other);

    /** What remains; taking more than there is leaves nothing. */
    Quantity minus(Quantity other);

    boolean contains(Quantity other);

    boolean isEmpty();

    void writeTo(Resource.Builder resource);

    static Quantity of(Resource resource) {
        return switch (resource.getType()) {
            case SCALAR -> Scalar.of(resource.getScalar().getValue());
            case RANGES -> Ranges.of(resource.getRanges());
            case SET -> Items.of(resource.getSet().getItemList());
            case TEXT -> throw new IllegalArgumentException("Unsupported resource type");
        };
    }
}
