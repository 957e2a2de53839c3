package stadion.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stadion.api.app.AppDefinitions;
import stadion.api.app.AppReader;
import stadion.api.app.AppSettings;
import stadion.api.json.Json;
import stadion.scheduler.deployment.DeploymentPlan;
import stadion.scheduler.deployment.DeploymentPlan.Action;
import stadion.scheduler.deployment.DeploymentPlan.Kind;
import stadion.scheduler.deployment.DeploymentPlan.Step;
import stadion.scheduler.event.SchedulerEvent;
import stadion.scheduler.group.RootGroup;
import stadion.scheduler.model.AppDefinition;
import stadion.scheduler.model.InstanceId;
import stadion.scheduler.model.PathId;

/** The fields of each event are those that Marathon was recorded to send. */
class EventJsonTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");
    private static final Instant VERSION = Instant.parse("2026-01-01T00:00:00Z");
    private static final PathId APP = PathId.of("/a");
    private static final InstanceId INSTANCE = InstanceId.of(APP, new UUID(0, 1));
    private static final Step STEP = new Step(List.of(new Action(Kind.START, APP, false)));
    private static final DeploymentPlan PLAN = new DeploymentPlan("d1", VERSION, List.of(STEP), Map.of(), Map.of());
    private static final AppDefinition DEFINITION =
            new AppDefinitions(AppSettings.DEFAULTS).create(AppReader.app(json("""
                            {"id":"/a","cmd":"sleep 1",
                            "healthChecks":[{"protocol":"COMMAND","command":{"value":"true"},"intervalSeconds":2}]}""")), RootGroup.empty(VERSION));

    private static final String PLAN_JSON =
            "{'id':'d1','steps':[{'actions':[{'action':'StartApplication','app':'/a'}]}],'version':'2026-01-01T00:00:00.000Z'}";
    private static final String STEP_JSON = "{'actions':[{'action':'StartApplication','app':'/a'}]}";
    private static final String CHECK_JSON = """
            {'command':{'value':'true'},'gracePeriodSeconds':300,'intervalSeconds':2,'maxConsecutiveFailures':3,
            'protocol':'COMMAND','ipProtocol':'IPv4','timeoutSeconds':20,'delaySeconds':15}""";
    private static final String ID = "a.instance-00000000-0000-0000-0000-000000000001";

    static Stream<Arguments> events() {
        return Stream.of(
                event(new SchedulerEvent.SchedulerRegistered("f1", "http://m:5050", NOW), """
                        {'frameworkId':'f1','master':'http://m:5050','eventType':'scheduler_registered_event'}"""),
                event(new SchedulerEvent.SchedulerReregistered("http://m:5050", NOW), """
                        {'master':'http://m:5050','eventType':'scheduler_reregistered_event'}"""),
                event(new SchedulerEvent.SchedulerDisconnected(NOW), """
                        {'eventType':'scheduler_disconnected_event'}"""),
                event(new SchedulerEvent.Subscribe("1.2.3.4", "http://a/b", NOW), """
                        {'clientIp':'1.2.3.4','callbackUrl':'http://a/b','eventType':'subscribe_event'}"""),
                event(new SchedulerEvent.Unsubscribe("1.2.3.4", "http://a/b", NOW), """
                        {'clientIp':'1.2.3.4','callbackUrl':'http://a/b','eventType':'unsubscribe_event'}"""),
                event(new SchedulerEvent.EventStreamAttached("1.2.3.4", NOW), """
                        {'remoteAddress':'1.2.3.4','eventType':'event_stream_attached'}"""),
                event(new SchedulerEvent.EventStreamDetached("1.2.3.4", NOW), """
                        {'remoteAddress':'1.2.3.4','eventType':'event_stream_detached'}"""),
                event(
                        new SchedulerEvent.AddHealthCheck(
                                APP, VERSION, DEFINITION.healthChecks().get(0), NOW),
                        "{'appId':'/a','version':'2026-01-01T00:00:00.000Z','healthCheck':" + CHECK_JSON
                                + ",'eventType':'add_health_check_event'}"),
                event(new SchedulerEvent.RemoveHealthCheck(APP, NOW), """
                        {'appId':'/a','eventType':'remove_health_check_event'}"""),
                event(
                        new SchedulerEvent.FailedHealthCheck(
                                APP, INSTANCE, DEFINITION.healthChecks().get(0), NOW),
                        "{'appId':'/a','taskId':'" + ID + "','healthCheck':" + CHECK_JSON
                                + ",'eventType':'failed_health_check_event'}"),
                event(
                        new SchedulerEvent.HealthStatusChanged(APP, INSTANCE, VERSION, true, NOW),
                        "{'appId':'/a','instanceId':'" + ID + "','version':'2026-01-01T00:00:00.000Z','alive':true,"
                                + "'eventType':'health_status_changed_event'}"),
                event(
                        new SchedulerEvent.UnhealthyInstanceKill(
                                APP, "t1", INSTANCE, VERSION, "404 Not Found", "h", "s1", NOW),
                        "{'appId':'/a','taskId':'t1','instanceId':'" + ID + "','version':'2026-01-01T00:00:00.000Z',"
                                + "'reason':'404 Not Found','host':'h','slaveId':'s1',"
                                + "'eventType':'unhealthy_instance_kill_event'}"),
                event(new SchedulerEvent.GroupChangeSuccess(PathId.ROOT, VERSION, NOW), """
                        {'groupId':'/','version':'2026-01-01T00:00:00.000Z','eventType':'group_change_success'}"""),
                event(new SchedulerEvent.GroupChangeFailed(PathId.ROOT, VERSION, "no", NOW), """
                        {'groupId':'/','version':'2026-01-01T00:00:00.000Z','reason':'no',
                        'eventType':'group_change_failed'}"""),
                event(
                        new SchedulerEvent.DeploymentSuccess("d1", PLAN, NOW),
                        "{'id':'d1','plan':" + PLAN_JSON + ",'eventType':'deployment_success'}"),
                event(
                        new SchedulerEvent.DeploymentFailed("d1", PLAN, "The upgrade has been cancelled", NOW),
                        "{'id':'d1','plan':" + PLAN_JSON + ",'reason':'The upgrade has been cancelled',"
                                + "'eventType':'deployment_failed'}"),
                event(
                        new SchedulerEvent.DeploymentSuccess("d1", PLAN.reverting("d0", "no progress"), NOW),
                        "{'id':'d1','plan':"
                                + PLAN_JSON.replaceFirst("}$", ",'revert':{'deployment':'d0','reason':'no progress'}}")
                                + ",'eventType':'deployment_success'}"),
                event(
                        new SchedulerEvent.DeploymentFailed("d1", PLAN, null, NOW),
                        "{'id':'d1','plan':" + PLAN_JSON + ",'eventType':'deployment_failed'}"),
                event(
                        new SchedulerEvent.DeploymentInfo(PLAN, STEP, NOW),
                        "{'plan':" + PLAN_JSON + ",'currentStep':" + STEP_JSON + ",'eventType':'deployment_info'}"),
                event(
                        new SchedulerEvent.DeploymentStepSuccess(PLAN, STEP, NOW),
                        "{'plan':" + PLAN_JSON + ",'currentStep':" + STEP_JSON
                                + ",'eventType':'deployment_step_success'}"),
                event(
                        new SchedulerEvent.DeploymentStepFailure(PLAN, STEP, NOW),
                        "{'plan':" + PLAN_JSON + ",'currentStep':" + STEP_JSON
                                + ",'eventType':'deployment_step_failure'}"),
                event(new SchedulerEvent.PodCreated("1.2.3.4", "/v2/pods", NOW), """
                        {'clientIp':'1.2.3.4','uri':'/v2/pods','eventType':'pod_created_event'}"""),
                event(new SchedulerEvent.PodUpdated("1.2.3.4", "/v2/pods/p", NOW), """
                        {'clientIp':'1.2.3.4','uri':'/v2/pods/p','eventType':'pod_updated_event'}"""),
                event(new SchedulerEvent.PodDeleted("1.2.3.4", "/v2/pods/p", NOW), """
                        {'clientIp':'1.2.3.4','uri':'/v2/pods/p','eventType':'pod_deleted_event'}"""),
                event(new SchedulerEvent.AppTerminated(APP, NOW), """
                        {'appId':'/a','eventType':'app_terminated_event'}"""),
                event(
                        new SchedulerEvent.StatusUpdate(
                                "s1",
                                "t1",
                                "TASK_RUNNING",
                                "",
                                APP,
                                "h",
                                List.of(new SchedulerEvent.StatusUpdate.IpAddress("10.0.0.1", "IPv4")),
                                List.of(31000),
                                VERSION,
                                NOW),
                        """
                        {'slaveId':'s1','taskId':'t1','taskStatus':'TASK_RUNNING','message':'','appId':'/a','host':'h',
                        'ipAddresses':[{'ipAddress':'10.0.0.1','protocol':'IPv4'}],'ports':[31000],
                        'version':'2026-01-01T00:00:00.000Z','eventType':'status_update_event'}"""),
                event(
                        new SchedulerEvent.InstanceChanged(INSTANCE, "Scheduled", APP, null, null, VERSION, NOW),
                        "{'instanceId':'" + ID
                                + "','condition':'Scheduled','runSpecId':'/a','agentId':null,'host':null,"
                                + "'runSpecVersion':'2026-01-01T00:00:00.000Z','eventType':'instance_changed_event'}"),
                event(
                        new SchedulerEvent.InstanceHealthChanged(INSTANCE, VERSION, APP, null, NOW),
                        "{'instanceId':'" + ID + "','runSpecId':'/a','healthy':null,"
                                + "'runSpecVersion':'2026-01-01T00:00:00.000Z',"
                                + "'eventType':'instance_health_changed_event'}"),
                event(
                        new SchedulerEvent.UnknownInstanceTerminated(INSTANCE, APP, "Killed", NOW),
                        "{'instanceId':'" + ID + "','runSpecId':'/a','condition':'Killed',"
                                + "'eventType':'unknown_instance_terminated_event'}"));
    }

    private static Arguments event(SchedulerEvent event, String expected) {
        return Arguments.of(event, expected.replace('\'', '"'));
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_has_the_fields_of_marathons(SchedulerEvent event, String expected) {
        JsonNode actual = json(EventJson.of(event));

        assertThat(actual.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05.006Z");
        assertThat(actual).isEqualTo(((ObjectNode) json(expected)).put("timestamp", "2026-01-02T03:04:05.006Z"));
    }

    @Test
    void every_kind_of_event_is_looked_at() {
        assertThat(Stream.concat(
                        events().map(arguments -> arguments.get()[0].getClass()),
                        Stream.of(SchedulerEvent.ApiPost.class)))
                .contains(SchedulerEvent.class.getPermittedSubclasses());
    }

    @Test
    void a_posted_app_is_shown_as_the_api_shows_it() {
        JsonNode event = json(EventJson.of(new SchedulerEvent.ApiPost("1.2.3.4", "/v2/apps", DEFINITION, NOW)));

        assertThat(event.path("clientIp").asText()).isEqualTo("1.2.3.4");
        assertThat(event.path("uri").asText()).isEqualTo("/v2/apps");
        assertThat(event.at("/appDefinition/networks/0/mode").asText()).isEqualTo("host");
    }

    @Test
    void a_frame_is_one_line_whatever_the_event_says() {
        SchedulerEvent event = new SchedulerEvent.GroupChangeFailed(PathId.ROOT, VERSION, "a\r\nb\u2028c\u2029d", NOW);

        String frame = EventFrame.of(EventJson.told(event), null).utf8String();

        assertThat(frame).startsWith("event: group_change_failed\r\ndata: {").endsWith("}\r\n\r\n");
        assertThat(frame.lines()).hasSize(3);
        assertThat(frame).doesNotContain("\u2028").doesNotContain("\u2029");
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
