package stadion.api.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stadion.api.ApiException;
import stadion.api.json.Json;
import stadion.api.json.Timestamps;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.group.RunSpecVersions;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.AppDefinition.PortDefinition;
import stadion.scheduler.model.PathId;

/** The part of {@code /v2/apps} that needs no scheduler: definitions in a tree, without tasks or deployments that take time. */
final class AppsOnPaper {

    record Answer(int status, JsonNode body) {}

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final AppDefinitions definitions;
    private RootGroup root = RootGroup.empty(Instant.EPOCH);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int servicePort = 10000;

    AppsOnPaper(AppSettings settings) {
        this.definitions = new AppDefinitions(settings);
    }

    /** Answers a request, or nothing when it is of another kind. */
    Optional<Answer> answer(String method, String path, byte[] body) {
        String[] parts = path.split("\\?", 2);
        String query = parts.length > 1 ? parts[1] : "";
        boolean force = query.contains("force=true");
        boolean partial = !query.contains("partialUpdate=false");
        boolean all = parts[0].equals("/v2/apps");
        if (!parts[0].startsWith("/v2/apps") || parts[0].matches(".*/(tasks|versions|restart)(/.*)?")) {
            return Optional.empty();
        }
        PathId id = PathId.of(parts[0].substring("/v2/apps".length()));
        now = now.plusMillis(10);
        try {
            return switch (method) {
                case "POST" -> all ? Optional.of(post(Json.parse(body))) : Optional.empty();
                case "PUT", "PATCH" ->
                    Optional.of(
                            all
                                    ? several(method, Json.parse(body), partial, force)
                                    : one(method, id, Json.parse(body), partial, force));
                case "GET" -> all ? Optional.empty() : Optional.of(get(id));
                case "DELETE" -> Optional.of(delete(id));
                default -> Optional.empty();
            };
        } catch (ApiException e) {
            return Optional.of(new Answer(e.status(), e.body()));
        }
    }

    private Answer post(JsonNode body) {
        AppDefinition app = definitions.create(AppReader.app(body), root);
        if (root.app(app.id()).isPresent()) {
            throw new ApiException(409, "An app with id [" + app.id() + "] already exists.");
        }
        RootGroup before = root;
        put(app);
        checkTree(before, List.of(app.id()));
        ObjectNode answer = json(app.withVersion(now));
        for (String count : List.of("tasksStaged", "tasksRunning", "tasksHealthy", "tasksUnhealthy")) {
            answer.put(count, 0);
        }
        answer.putArray("deployments").addObject().put("id", UUID.randomUUID().toString());
        return new Answer(201, answer);
    }

    private Answer one(String method, PathId id, JsonNode body, boolean partial, boolean force) {
        AppDefinition old = root.app(id).orElse(null);
        boolean replace = old == null || !partial;
        AppUpdate update = replace ? AppReader.replacement(body, id) : AppReader.update(body);
        RootGroup before = root;
        put(next(method, id, old, update, replace, force));
        checkTree(before, List.of(id));
        return new Answer(old == null ? 201 : 200, deployment());
    }

    private AppDefinition next(
            String method, PathId id, @Nullable AppDefinition old, AppUpdate update, boolean replace, boolean force) {
        AppDefinition next =
                replace ? definitions.create(id, update, root, force) : definitions.change(old, update, root, force);
        if (old == null ? method.equals("PATCH") : update.isRollback()) {
            throw missing(id);
        }
        return next;
    }

    private Answer several(String method, JsonNode body, boolean partial, boolean force) {
        List<AppUpdate> updates = partial ? AppReader.updates(body) : AppReader.apps(body);
        RootGroup before = root;
        List<PathId> ids = new ArrayList<>();
        try {
            for (AppUpdate update : updates) {
                PathId id = PathId.of(update.id());
                AppDefinition old = root.app(id).orElse(null);
                if (old == null && method.equals("PATCH")) {
                    throw missing(id);
                }
                boolean changed = partial && old != null;
                put(
                        changed
                                ? definitions.change(old, update, root, force)
                                : partial
                                        ? definitions.createByChange(id, update, root, force)
                                        : definitions.create(id, update, root, force));
                ids.add(id);
            }
            checkTree(before, ids);
        } catch (ApiException e) {
            root = before;
            throw e;
        }
        return new Answer(200, deployment());
    }

    private void checkTree(RootGroup before, List<PathId> changed) {
        try {
            TreeRules.check(before, root, changed);
        } catch (ApiException e) {
            root = before;
            throw e;
        }
    }

    private Answer get(PathId id) {
        AppDefinition app = root.app(id).orElseThrow(() -> ApiException.notFound("App '" + id + "' does not exist"));
        ObjectNode info = json(app);
        for (String count : List.of("tasksStaged", "tasksRunning", "tasksHealthy", "tasksUnhealthy")) {
            info.put(count, 0);
        }
        info.putArray("deployments");
        info.putArray("tasks");
        return new Answer(200, JSON.objectNode().set("app", info));
    }

    private Answer delete(PathId id) {
        if (root.app(id).isEmpty()) {
            throw missing(id);
        }
        root = root.remove(id, now);
        return new Answer(200, deployment());
    }

    private static ApiException missing(PathId id) {
        return new ApiException(404, "App '" + id + "' does not exist");
    }

    private ObjectNode deployment() {
        return JSON.objectNode()
                .put("version", Timestamps.format(now))
                .put("deploymentId", UUID.randomUUID().toString());
    }

    private void put(AppDefinition app) {
        AppDefinition old = root.app(app.id()).orElse(null);
        root = root.put(RunSpecVersions.stamp(old, withPorts(old, app), now), now);
    }

    /** Free service ports, and on an update the ones it had, by position. */
    private AppDefinition withPorts(@Nullable AppDefinition old, AppDefinition app) {
        List<PortDefinition> ports = new ArrayList<>();
        for (PortDefinition port : app.portDefinitions()) {
            int at = ports.size();
            boolean had = old != null && old.portDefinitions().size() > at;
            int number = port.port() != 0
                    ? port.port()
                    : had ? old.portDefinitions().get(at).port() : servicePort++;
            ports.add(new PortDefinition(number, port.name(), port.protocol(), port.labels()));
        }
        AppDefinition withDefinitions = app.withPortDefinitions(ports);
        if (app.container() == null) {
            return withDefinitions;
        }
        return withDefinitions.withContainer(new AppDefinition.Container(
                app.container().type(),
                app.container().docker(),
                app.container().volumes(),
                app.portMappings().stream().map(this::withPort).toList(),
                app.container().linuxInfo()));
    }

    private AppDefinition.PortMapping withPort(AppDefinition.PortMapping m) {
        return new AppDefinition.PortMapping(
                m.containerPort(),
                m.hostPort(),
                m.servicePort() == 0 ? servicePort++ : m.servicePort(),
                m.protocol(),
                m.name(),
                m.labels(),
                m.networkNames());
    }

    private static ObjectNode json(AppDefinition app) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(AppJson.bytes(app));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
