package stadion.api;

import static akka.http.javadsl.server.Directives.authenticateBasic;
import static akka.http.javadsl.server.Directives.encodeResponseWith;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.handleExceptions;
import static akka.http.javadsl.server.Directives.handleRejections;
import static akka.http.javadsl.server.Directives.mapResponse;
import static akka.http.javadsl.server.Directives.mapRouteResultWith;
import static akka.http.javadsl.server.Directives.withRequestTimeoutResponse;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.http.javadsl.coding.Coder;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stadion.api.app.AppDefinitions;
import stadion.api.apps.AppChanges;
import stadion.api.apps.AppInfoJson;
import stadion.api.apps.AppsResource;
import stadion.api.deployments.Changes;
import stadion.api.deployments.DeploymentsResource;
import stadion.api.events.CallbackActor;
import stadion.api.events.EventHub;
import stadion.api.events.EventsResource;
import stadion.api.events.SubscriptionsResource;
import stadion.api.groups.GroupChanges;
import stadion.api.groups.GroupsResource;
import stadion.api.http.Answer;
import stadion.api.http.ApiRequest;
import stadion.api.http.CommonHeaders;
import stadion.api.http.Endpoint;
import stadion.api.http.EntityTag;
import stadion.api.http.ErrorRoutes;
import stadion.api.http.RequestBody;
import stadion.api.http.RequestMetrics;
import stadion.api.http.Resource;
import stadion.api.node.ConfigResource;
import stadion.api.node.HealthResource;
import stadion.api.node.InfoResource;
import stadion.api.node.LeaderResource;
import stadion.api.node.LoggingResource;
import stadion.api.node.MetricsResource;
import stadion.api.node.OpenApiResource;
import stadion.api.node.PingResource;
import stadion.api.node.PluginsResource;
import stadion.api.node.RootResource;
import stadion.api.pod.PodDefinitions;
import stadion.api.pods.PodChanges;
import stadion.api.pods.PodSpecs;
import stadion.api.pods.PodStatusJson;
import stadion.api.pods.PodsResource;
import stadion.api.proxy.LeaderProxy;
import stadion.api.queue.QueueResource;
import stadion.api.tasks.TaskJson;
import stadion.api.tasks.TaskKills;
import stadion.api.tasks.TasksResource;
import stadion.scheduler.leader.Leadership;

/** Puts the resources at their addresses, and around all of them what every request goes through: authentication, compression, errors, headers. */
public final class ApiRoutes {

    private static final String EVENTS = "/v2/events";
    private static final String HEALTH = "/healthz";

    /** How often Marathon's event stream shows that it lives. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final ApiSettings settings;
    private final CommonHeaders headers;
    private final RequestMetrics metrics;
    private final LeaderProxy proxy;
    private final NavigableMap<String, Resource> resources;

    private ApiRoutes(
            ActorSystem<?> system,
            ApiSettings settings,
            CommonHeaders headers,
            RequestMetrics metrics,
            LeaderProxy proxy,
            NavigableMap<String, Resource> resources) {
        this.system = system;
        this.settings = settings;
        this.headers = headers;
        this.metrics = metrics;
        this.proxy = proxy;
        this.resources = resources;
    }

    static ApiRoutes create(
            ActorSystem<?> system,
            ApiSettings settings,
            Leadership leadership,
            NodeInfo info,
            NodeControls controls,
            AppDefinitions definitions,
            PrometheusMeterRegistry metrics) {
        Clock clock = Clock.systemUTC();
        Endpoint endpoint = new Endpoint(system, settings, leadership);
        Changes changes = new Changes(system, settings.answerTimeout());
        TaskJson tasks = new TaskJson();
        TaskKills kills = new TaskKills(system, settings.answerTimeout(), changes, tasks);
        AppInfoJson apps = new AppInfoJson(tasks, clock);
        PodSpecs pods = new PodSpecs();
        PodStatusJson podStatuses = new PodStatusJson(pods, clock);
        brakeGauge(leadership, metrics);
        EventHub events = new EventHub(system, leadership, settings.eventBuffer(), HEARTBEAT, clock, metrics);
        CallbackActor.Settings callbacks =
                new CallbackActor.Settings(settings.eventEndpoints(), settings.eventBuffer(), settings.eventPatience());
        system.systemActorOf(
                CallbackActor.create(callbacks, leadership, clock, metrics), "event-callbacks", Props.empty());

        NavigableMap<String, Resource> resources = new TreeMap<>();
        resources.put(
                "/v2/apps",
                new AppsResource(endpoint, apps, tasks, new AppChanges(changes, definitions, apps, clock), kills));
        PodChanges podChanges = new PodChanges(changes, new PodDefinitions(definitions.settings()), pods, clock);
        resources.put("/v2/pods", new PodsResource(endpoint, pods, podStatuses, podChanges, kills));
        resources.put("/v2/tasks", new TasksResource(endpoint, tasks, kills));
        resources.put("/v2/deployments", new DeploymentsResource(endpoint, changes));
        resources.put(
                "/v2/groups", new GroupsResource(endpoint, new GroupChanges(changes, definitions), apps, podStatuses));
        resources.put("/v2/queue", new QueueResource(endpoint, system, settings.answerTimeout(), apps, pods, clock));
        resources.put(EVENTS, new EventsResource(endpoint, events));
        resources.put(
                "/v2/eventSubscriptions", new SubscriptionsResource(endpoint, system, settings.answerTimeout(), clock));
        resources.put("/v2/info", new InfoResource(endpoint, info, leadership));
        resources.put("/v2/leader", new LeaderResource(endpoint, leadership, controls));
        resources.put("/v2/plugins", new PluginsResource(endpoint));
        resources.put("/ping", new PingResource());
        resources.put(HEALTH, new HealthResource(leadership));
        resources.put("/metrics", new MetricsResource(metrics));
        resources.put("/logging", new LoggingResource(endpoint, controls));
        resources.put("/config", new ConfigResource(endpoint, system.settings().config()));
        resources.put("/openapi.json", new OpenApiResource(endpoint));
        resources.put("", new RootResource(endpoint, info));
        CommonHeaders headers = new CommonHeaders(leadership, settings.allowedOrigins());
        LeaderProxy proxy = new LeaderProxy(system, settings, leadership);
        return new ApiRoutes(system, settings, headers, new RequestMetrics(metrics), proxy, resources);
    }

    /** How many apps have health kills postponed; 0 on nodes that do not lead. */
    private static void brakeGauge(Leadership leadership, MeterRegistry metrics) {
        Gauge.builder(
                        "stadion.apps.health-kill-brake.holding.gauge",
                        leadership,
                        l -> l.scheduler().stream()
                                .flatMap(scheduler -> scheduler.view().statuses().stream())
                                .filter(status -> status.healthKillHold() != null)
                                .count())
                .register(metrics);
    }

    /** The paths at which resources are. */
    Set<String> paths() {
        return Set.copyOf(resources.keySet());
    }

    Route route() {
        return extractRequest(http -> {
            ApiRequest request = ApiRequest.of(http);
            Optional<String> address = address(request.path());
            long start = System.nanoTime();
            return mapResponse(
                    answer -> {
                        metrics.answered(http, address, answer, System.nanoTime() - start);
                        return LeaderProxy.isPassedOn(answer) ? answer : headers.add(http, answer);
                    },
                    () -> withRequestTimeoutResponse(
                            late -> Answer.message(503, "The server did not answer in time."),
                            () -> mapRouteResultWith(
                                    result -> RequestBody.skip(http, system).thenApply(skipped -> result),
                                    () -> handleRejections(
                                            ErrorRoutes.rejections(),
                                            () -> handleExceptions(
                                                    ErrorRoutes.exceptions(), () -> answered(request, address))))));
        });
    }

    /** Each node answers for its own health; all else the leader answers, which asks for authentication then. */
    private Route answered(ApiRequest request, Optional<String> address) {
        if (address.filter(HEALTH::equals).isPresent()) {
            return resource(HEALTH, request);
        }
        return proxy.route(
                request,
                address,
                own -> authenticated(address.map(a -> resource(a, own)).orElseGet(Directives::reject)));
    }

    /** The port at which other nodes, and clients, reach this one; must be told before the first request. */
    void listensAt(int port) {
        proxy.listensAt(port);
    }

    /** The longest address that a path begins with, up to a slash. */
    private Optional<String> address(String path) {
        return resources.descendingKeySet().stream()
                .filter(address -> path.startsWith(address)
                        && (path.length() == address.length() || path.charAt(address.length()) == '/'))
                .findFirst();
    }

    private Route resource(String address, ApiRequest request) {
        Route route = resources.get(address).route(request.below(address));
        boolean compressed = settings.compression() && !address.equals(EVENTS) && request.acceptsEncoding("gzip");
        return compressed
                ? mapResponse(EntityTag::compressed, () -> encodeResponseWith(List.of(Coder.Gzip), () -> route))
                : route;
    }

    private Route authenticated(Route inner) {
        return settings.credentials()
                .map(expected -> authenticateBasic(
                        settings.realm(),
                        given -> given.filter(g -> g.identifier().equals(expected.user()))
                                .filter(g -> g.verify(expected.password()))
                                .map(g -> expected.user()),
                        user -> inner))
                .orElse(inner);
    }
}
