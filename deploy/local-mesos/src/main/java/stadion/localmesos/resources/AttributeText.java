package stadion.localmesos.resources;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Attribute;

/** Attributes as in Mesos' flag {@code --attributes}: {@code rack:r1;level:3;ports:[1-5];tags:{a,b}}. */
public final class AttributeText {

    private AttributeText() {}

    /**
     * Reads attributes, separated by semicolons or line ends.
     *
     * @throws IllegalArgumentException if an attribute lacks its name or value, or the value is malformed
     */
    public static List<Attribute> parse(String text) {
        var attributes = new ArrayList<Attribute>();
        for (var pair : text.split("[;\n]")) {
            if (!pair.isBlank()) {
                attributes.add(attribute(pair.strip()));
            }
        }
        return attributes;
    }

    private static Attribute attribute(String pair) {
        int colon = pair.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("expecting an attribute like rack:r1, got '" + pair + "'");
        }
        var value = ValueText.parse(pair.substring(colon + 1));
        var attribute =
                Attribute.newBuilder().setName(pair.substring(0, colon).strip()).setType(value.getType());
        switch (value.getType()) {
            case SCALAR -> attribute.setScalar(value.getScalar());
            case RANGES -> attribute.setRanges(value.getRanges());
            case SET -> attribute.setSet(value.getSet());
            case TEXT -> attribute.setText(value.getText());
        }
        return attribute.build();
    }

    /** An attribute's value as text: a number, {@code [1-5]}, {@code {a, b}} or the text itself. */
    public static String valueOf(Attribute attribute) {
        return switch (attribute.getType()) {
            case SCALAR -> Scalar.of(attribute.getScalar().getValue()).toString();
            case RANGES -> Ranges.of(attribute.getRanges()).toString();
            case SET -> Items.of(attribute.getSet().getItemList()).toString();
            case TEXT -> attribute.getText().getValue();
        };
    }
}
