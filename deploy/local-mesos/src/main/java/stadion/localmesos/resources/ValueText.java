package stadion.localmesos.resources;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Value;

/** Values as in Mesos' flags: {@code 4}, {@code [31000-31999, 33000-33010]}, {@code {a, b}} or any text. */
final class ValueText {

    private ValueText() {}

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if the text is empty, or ranges or brackets are malformed
     */
    static Value parse(String text) {
        var compact = text.replace(" ", "");
        if (compact.isEmpty()) {
            throw new IllegalArgumentException("expecting a value, got nothing");
        }
        if (compact.startsWith("[")) {
            return Value.newBuilder()
                    .setType(Value.Type.RANGES)
                    .setRanges(ranges(inside(compact, ']')))
                    .build();
        }
        if (compact.startsWith("{")) {
            return Value.newBuilder()
                    .setType(Value.Type.SET)
                    .setSet(Value.Set.newBuilder().addAllItem(items(inside(compact, '}'))))
                    .build();
        }
        if (isNumber(compact)) {
            return Value.newBuilder()
                    .setType(Value.Type.SCALAR)
                    .setScalar(Value.Scalar.newBuilder().setValue(Double.parseDouble(compact)))
                    .build();
        }
        return Value.newBuilder()
                .setType(Value.Type.TEXT)
                .setText(Value.Text.newBuilder().setValue(compact))
                .build();
    }

    private static String inside(String text, char closing) {
        if (text.indexOf(closing) != text.length() - 1) {
            throw new IllegalArgumentException("mismatched brackets in '" + text + "'");
        }
        return text.substring(1, text.length() - 1);
    }

    private static Value.Ranges ranges(String text) {
        var ranges = Value.Ranges.newBuilder();
        for (var item : items(text)) {
            var bounds = item.split("-", -1);
            if (bounds.length != 2 || !isWhole(bounds[0]) || !isWhole(bounds[1])) {
                throw new IllegalArgumentException("expecting a range like 31000-31999, got '" + item + "'");
            }
            long begin = Long.parseLong(bounds[0]);
            long end = Long.parseLong(bounds[1]);
            if (begin > end) {
                throw new IllegalArgumentException("range '" + item + "' ends before it begins");
            }
            ranges.addRange(Value.Range.newBuilder().setBegin(begin).setEnd(end));
        }
        return Ranges.of(ranges.build()).toProto();
    }

    private static List<String> items(String text) {
        var items = new ArrayList<String>();
        for (var item : text.split(",", -1)) {
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        return items;
    }

    private static boolean isWhole(String text) {
        return text.matches("\\d{1,18}");
    }

    private static boolean isNumber(String text) {
        return text.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    }
}
