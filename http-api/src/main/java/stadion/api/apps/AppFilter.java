package stadion.api.apps;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import stadion.api.http.ApiRequest;
import stadion.scheduler.model.AppDefinition;

/** Which apps of a list are wanted: those that pass all of the parameters {@code id}, {@code cmd} and {@code label}. */
final class AppFilter {

    private AppFilter() {}

    /** Reads the parameters; a label selector that is none is an error 422. */
    static Predicate<AppDefinition> of(ApiRequest request) {
        Optional<String> id = request.first("id");
        Optional<String> cmd = request.first("cmd");
        Optional<LabelSelector> label = request.first("label").map(LabelSelector::parse);
        return app -> contains(app.id().value(), id)
                && contains(app.cmd() == null ? "" : app.cmd(), cmd)
                && label.map(selector -> selector.test(app.labels())).orElse(true);
    }

    private static boolean contains(String text, Optional<String> part) {
        return part.isEmpty()
                || text.toLowerCase(Locale.ROOT).contains(part.get().toLowerCase(Locale.ROOT));
    }
}
