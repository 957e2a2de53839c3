package stadion.api.app;

import java.util.Collection;
import stadion.api.json.Violations;
import stadion.scheduler.model.PathId;

/** What Marathon asks of an app without older forms ({@code AppValidation.validateCanonicalAppAPI}). */
record AppRules(AppSettings settings, Roles roles) {

    void check(PathId id, AppUpdate app, Violations errors) {
        errors.require(!id.isRoot(), "/", "must not be root");
        errors.require(app.cmd() == null || app.cmd().length() > 1, "/", "must not be an empty string");
        errors.require(roles.valid().contains(app.role()), "/role", notOneOf(app.role(), roles.valid()));
    }

    static String notOneOf(String value, Collection<String> allowed) {
        return "got " + value + ", expected one of: [" + String.join(", ", allowed) + "]";
    }
}
