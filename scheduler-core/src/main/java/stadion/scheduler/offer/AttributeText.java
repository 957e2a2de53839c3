package stadion.scheduler.offer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Attribute;

/** Agent attributes as the texts that constraints compare, in Marathon's form: {@code 1.5}, {@code [1-10,20-30]}, {@code {a,b}}, {@code text}. */
final class AttributeText {

    private AttributeText() {}

    static String of(Attribute attribute) {
        return switch (attribute.getType()) {
            case SCALAR -> ofNumber(attribute.getScalar().getValue());
            case RANGES ->
                attribute.getRanges().getRangeList().stream()
                        .map(range -> range.getBegin() + "-" + range.getEnd())
                        .collect(Collectors.joining(",", "[", "]"));
            case SET -> attribute.getSet().getItemList().stream().sorted().collect(Collectors.joining(",", "{", "}"));
            case TEXT -> attribute.getText().getValue();
        };
    }

    /** At most three decimals, rounded half to even; whole numbers without a point. */
    static String ofNumber(double number) {
        BigDecimal rounded = new BigDecimal(number).setScale(3, RoundingMode.HALF_EVEN);
        return rounded.stripTrailingZeros().toPlainString();
    }
}
