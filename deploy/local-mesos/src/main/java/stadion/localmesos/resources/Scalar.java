package stadion.localmesos.resources;

import java.math.BigDecimal;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Value;

/** A number in thousandths, Mesos' precision. */
record Scalar(long thousandths) implements Quantity {

    static Scalar of(double value) {
        return new Scalar(Math.round(value * 1000));
    }

    double value() {
        return thousandths / 1000.0;
    }

    @Override
    public Quantity plus(Quantity other) {
        return new Scalar(thousandths + ((Scalar) other).thousandths);
    }

    @Override
    public Quantity minus(Quantity other) {
        return new Scalar(Math.max(0, thousandths - ((Scalar) other).thousandths));
    }

    @Override
    public boolean contains(Quantity other) {
        return thousandths >= ((Scalar) other).thousandths;
    }

    @Override
    public boolean isEmpty() {
        return thousandths <= 0;
    }

    @Override
    public void writeTo(Resource.Builder resource) {
        resource.setScalar(Value.Scalar.newBuilder().setValue(value()));
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }
}
