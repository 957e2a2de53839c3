package stadion.api.app;

import java.util.List;
import stadion.api.ApiException;
import stadion.api.json.Violations;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.PathId;

/**
 * Makes definitions of what clients send, step by step as Marathon does: older forms are checked and translated, a change is laid over the app there is, the whole is
 * checked, completed, and checked once more. Every step reports all its errors at once, as 422 "Object is not valid".
 *
 * <p>The definitions have the version {@code EPOCH} and no version info; the tree gives them theirs. The tree is asked for roles only.
 */
public record AppDefinitions(AppSettings settings) {

    /**
     * A new app, or one to take the place of another: what is not said has its default.
     *
     * @param id the id of the app, whatever {@code app} says
     * @param force whether the role of a resident app may change
     * @throws ApiException 422 with all errors
     */
    public AppDefinition create(PathId id, AppUpdate app, RootGroup root, boolean force) {
        Violations errors = new Violations();
        LegacyRules.checkApp(app, errors);
        errors.throwIfInvalid();
        return complete(id, new LegacyForms(settings).ofApp(app), root, force);
    }

    /** A new app with the id it gives itself, seen from the root. */
    public AppDefinition create(AppUpdate app, RootGroup root) {
        return create(PathId.of(app.id()), app, root, false);
    }

    /**
     * An app after a change, in which fields that were not sent stay as they are.
     *
     * @throws ApiException 422 with all errors
     */
    public AppDefinition change(AppDefinition old, AppUpdate change, RootGroup root, boolean force) {
        AppUpdate merged = AppMerge.overlay(CanonicalForm.ofDefinition(old), translated(change));
        return complete(old.id(), new LegacyForms(settings).ofMerged(merged), root, force);
    }

    /**
     * A new app that came as one change of several ({@code PUT /v2/apps}): unlike others it has no port unless it asks for one.
     *
     * @throws ApiException 422 with all errors
     */
    public AppDefinition createByChange(PathId id, AppUpdate change, RootGroup root, boolean force) {
        AppUpdate today = translated(change);
        AppUpdate app = today.portDefinitions() == null ? today.withPortDefinitions(List.of()) : today;
        return create(id, app, root, force);
    }

    private AppUpdate translated(AppUpdate change) {
        Violations errors = new Violations();
        LegacyRules.checkMixture(change, errors);
        errors.require(
                change.version() == null
                        || change.equals(AppUpdate.EMPTY.withId(change.id()).withVersion(change.version())),
                "/",
                "The 'version' field may only be combined with the 'id' field.");
        errors.throwIfInvalid();
        return new LegacyForms(settings).ofUpdate(change);
    }

    private AppDefinition complete(PathId id, AppUpdate app, RootGroup root, boolean force) {
        Roles roles = Roles.of(settings, id, root, force);
        AppUpdate whole = app.withId(id.value()).withRole(app.role() == null ? roles.byDefault() : app.role());
        Violations errors = new Violations();
        new AppRules(settings, roles).check(id, whole, errors);
        errors.throwIfInvalid();
        AppDefinition definition = new CanonicalForm(settings).toDefinition(id, whole);
        DefinitionRules.check(definition, roles, errors);
        errors.throwIfInvalid();
        return definition;
    }
}
