package stadion.localmesos.master;

import java.util.List;
import stadion.localmesos.resources.Resources;

/** How much of the scalar resources that count for fairness somebody has. */
final class Share {

    private static final List<String> NAMES = List.of("cpus", "mem", "disk", "gpus");

    private final long[] thousandths = new long[NAMES.size()];

    void add(Resources resources) {
        for (int i = 0; i < thousandths.length; i++) {
            thousandths[i] += resources.thousandths(NAMES.get(i));
        }
    }

    void add(Share share) {
        for (int i = 0; i < thousandths.length; i++) {
            thousandths[i] += share.thousandths[i];
        }
    }

    void subtract(Resources resources) {
        for (int i = 0; i < thousandths.length; i++) {
            thousandths[i] -= resources.thousandths(NAMES.get(i));
        }
    }

    /** The largest of the parts of a total, between 0 and 1. */
    double dominantOf(Share total) {
        double dominant = 0;
        for (int i = 0; i < thousandths.length; i++) {
            if (total.thousandths[i] > 0) {
                dominant = Math.max(dominant, (double) thousandths[i] / total.thousandths[i]);
            }
        }
        return dominant;
    }
}
