package stadion.api.app;

import stadion.api.json.Violations;
import stadion.scheduler.model.AppDefinition;

/** What Marathon asks of a definition with all defaults ({@code AppDefinition.validAppDefinition}), as far as {@link AppRules} have not asked it already. */
final class DefinitionRules {

    private DefinitionRules() {}

    static void check(AppDefinition app, Roles roles, Violations errors) {
        errors.require(roles.valid().contains(app.role()), "/role", AppRules.notOneOf(app.role(), roles.valid()));
    }
}
