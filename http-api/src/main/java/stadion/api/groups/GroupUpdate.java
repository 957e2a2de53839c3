package stadion.api.groups;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stadion.api.ApiException;
import stadion.api.app.AppReader;
import stadion.api.app.AppUpdate;
import stadion.api.app.DefinitionTypes;
import stadion.api.json.JsonFields;
import stadion.api.json.JsonType;
import stadion.api.json.JsonTypes;
import stadion.api.json.Violations;

/**
 * A group, or a change of one, as a client sent it; null is what was not sent. Lists that were sent replace what there is. {@code version} and {@code scaleBy} stand
 * alone: they ask for an earlier state, and for more or fewer instances of every app.
 */
record GroupUpdate(
        @Nullable String id,
        @Nullable List<AppUpdate> apps,
        @Nullable List<GroupUpdate> groups,
        @Nullable List<String> dependencies,
        @Nullable Double scaleBy,
        @Nullable Instant version,
        @Nullable Boolean enforceRole) {

    private static final String ALONE = "not allowed in conjunction with other properties.";

    /** A group within a group, which needs its id. */
    private static final JsonType<GroupUpdate> WITHIN = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return read(fields, fields.required("id", DefinitionTypes.ID, ""));
    };

    private static final JsonType<GroupUpdate> OUTERMOST = (node, path, errors) -> {
        JsonFields fields = JsonFields.of(node, path, errors);
        return read(fields, fields.optional("id", DefinitionTypes.ID));
    };

    private static GroupUpdate read(JsonFields fields, @Nullable String id) {
        return new GroupUpdate(
                id,
                fields.optional("apps", AppReader.APP.list()),
                fields.optional("groups", within()),
                fields.optional("dependencies", DefinitionTypes.ID.set()),
                fields.optional("scaleBy", JsonTypes.atLeast(0)),
                fields.optional("version", JsonTypes.MOMENT),
                fields.optional("enforceRole", JsonTypes.BOOLEAN));
    }

    /** Looked up when it is used, as groups nest. */
    private static JsonType<List<GroupUpdate>> within() {
        return (node, path, errors) -> WITHIN.list().read(node, path, errors);
    }

    /**
     * Reads a body. One that is no object asks for nothing, as in Marathon.
     *
     * @throws ApiException 422 with all that has the wrong shape, or with fields that exclude each other
     */
    static GroupUpdate of(JsonNode body) {
        Violations errors = new Violations();
        GroupUpdate update = OUTERMOST.read(body, "", errors);
        errors.throwIfMisshapen();
        update.checkAlone(errors);
        errors.throwIfInvalid();
        return update;
    }

    private void checkAlone(Violations errors) {
        boolean others = apps != null || groups != null || dependencies != null || enforceRole != null;
        errors.require(version == null || (scaleBy == null && !others), "/version", ALONE);
        errors.require(scaleBy == null || (version == null && !others), "/scaleBy", ALONE);
    }

    List<GroupUpdate> subgroups() {
        return Optional.ofNullable(groups).orElse(List.of());
    }
}
