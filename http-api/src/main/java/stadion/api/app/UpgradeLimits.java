package stadion.api.app;

import static stadion.api.json.JsonTypes.BOOLEAN;
import static stadion.api.json.JsonTypes.INT;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition.UpgradeStrategy;

/** Reads and writes what an upgrade strategy has beyond Marathon's: limits to a deployment, none of which is shown unless it was given. */
public final class UpgradeLimits {

    private static final JsonType<Integer> DEADLINE =
            INT.check(seconds -> seconds >= 1, "must be a whole number of seconds, 1 or more");

    private static final JsonType<Integer> FAILURES =
            INT.check(instances -> instances >= 0, "must be a whole number of instances, 0 or more");

    private UpgradeLimits() {}

    /** The strategy with these capacities and the limits that the fields give. */
    public static UpgradeStrategy read(
            JsonFields fields, double minimumHealth, double overCapacity, String path, Violations errors) {
        @Nullable Integer deadline = fields.optional("progressDeadlineSeconds", DEADLINE);
        @Nullable Integer failures = fields.optional("maxFailedInstances", FAILURES);
        @Nullable Boolean revert = fields.optional("autoRevert", BOOLEAN);
        errors.require(
                !Boolean.TRUE.equals(revert)
                        || fields.has("progressDeadlineSeconds")
                        || fields.has("maxFailedInstances"),
                path + "/autoRevert",
                "needs progressDeadlineSeconds or maxFailedInstances, without which no deployment fails");
        return new UpgradeStrategy(minimumHealth, overCapacity, deadline, failures, revert);
    }

    /** Writes the limits that were given, as members. */
    public static void write(JsonGenerator json, UpgradeStrategy strategy) throws IOException {
        DefinitionJson.writeNumber(json, "progressDeadlineSeconds", strategy.progressDeadlineSeconds());
        DefinitionJson.writeNumber(json, "maxFailedInstances", strategy.maxFailedInstances());
        if (strategy.autoRevert() != null) {
            json.writeBooleanField("autoRevert", strategy.autoRevert());
        }
    }
}
