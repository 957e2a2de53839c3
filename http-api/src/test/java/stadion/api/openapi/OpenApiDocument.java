package stadion.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import stadion.api.json.Json;

/** The document, and what it says of requests and answers. */
final class OpenApiDocument {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private static final JsonNode ERROR = Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/Error");

    /** A path of the document, such as {@code /v2/apps/{id}}, and what it looks like in requests. */
    record Template(String path, Pattern pattern) {
        static Template of(String path) {
            String regex = path.replace("*", "\\*")
                    .replace("{group}/", "(?:.+/)?")
                    .replace("{id}", ".+")
                    .replaceAll("\\{\\w+}", "[^/]+");
            return new Template(path, Pattern.compile(regex));
        }

        boolean matches(String path) {
            String normal = path.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
            return pattern.matcher(normal).matches();
        }

        int literal() {
            return path.replaceAll("\\{\\w+}", "").length();
        }
    }

    private final JsonNode document;
    private final List<Template> templates;
    private final Map<JsonNode, JsonSchema> schemas = new HashMap<>();

    OpenApiDocument(JsonNode document) {
        this.document = document;
        this.templates = document.path("paths")
                .propertyStream()
                .map(entry -> Template.of(entry.getKey()))
                .sorted(Comparator.comparingInt(Template::literal).reversed())
                .toList();
    }

    JsonNode json() {
        return document;
    }

    List<Template> templates() {
        return templates;
    }

    /** The methods that are described at a path of the document, in upper case. */
    Set<String> methods(Template template) {
        Set<String> methods = new TreeSet<>();
        document.path("paths").path(template.path()).fieldNames().forEachRemaining(name -> {
            if (METHODS.contains(name)) {
                methods.add(name.toUpperCase(Locale.ROOT));
            }
        });
        return methods;
    }

    /** The query that reaches all that is described at a path: a value for each parameter that some method there requires; empty if none does. */
    String requiredQuery(Template template) {
        Set<String> query = new TreeSet<>();
        for (JsonNode operation : document.path("paths").path(template.path())) {
            for (JsonNode parameter : operation.path("parameters")) {
                JsonNode described = resolved(parameter);
                if (described.path("in").asText().equals("query")
                        && described.path("required").asBoolean()) {
                    query.add(described.path("name").asText() + "=x");
                }
            }
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    /** What is wrong with an answer; empty when it is as described. */
    Optional<String> problem(String method, String path, int status, String type, String body) {
        Optional<JsonNode> operation = operation(method.equals("HEAD") ? "GET" : method, path);
        if (operation.isEmpty() && status < 400) {
            return Optional.of("is not described");
        }
        if (operation.isEmpty()) {
            return body.isEmpty() ? Optional.empty() : invalid(ERROR, body);
        }
        JsonNode responses = operation.get().path("responses");
        JsonNode response = responses.has(String.valueOf(status))
                ? responses.get(String.valueOf(status))
                : status >= 400 ? responses.get("default") : null;
        if (response == null) {
            return Optional.of("status " + status + " is not described");
        }
        if (body.isEmpty()) {
            return Optional.empty();
        }
        JsonNode content = resolved(response).path("content").path(type.replaceFirst(";.*", ""));
        if (content.isMissingNode()) {
            return Optional.of("type " + type + " is not described");
        }
        return type.startsWith("application/json") ? invalid(content.path("schema"), body) : Optional.empty();
    }

    private Optional<JsonNode> operation(String method, String path) {
        return templates.stream()
                .filter(template -> template.matches(path))
                .map(template -> document.path("paths").path(template.path()).path(method.toLowerCase(Locale.ROOT)))
                .filter(operation -> !operation.isMissingNode())
                .findFirst();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private Optional<String> invalid(JsonNode schema, String body) {
        Set<ValidationMessage> messages =
                schemas.computeIfAbsent(schema, this::compiled).validate(json(body));
        return messages.isEmpty() ? Optional.empty() : Optional.of(messages + " in " + body);
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        return SCHEMAS.getSchema(root);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
