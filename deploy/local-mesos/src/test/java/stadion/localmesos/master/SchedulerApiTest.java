package stadion.localmesos.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stadion.localmesos.master.Launches.launch;
import static stadion.localmesos.master.Launches.task;
import static stadion.localmesos.master.TestFramework.info;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stadion.localmesos.LocalMesos;
import stadion.localmesos.LocalMesosConfig;
import stadion.localmesos.fake.FakeBehavior;

/** The v1 scheduler API over HTTP, with simulated agents. */
class SchedulerApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path workDirectory;

    private LocalMesos mesos;
    private final List<TestFramework> frameworks = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        mesos = LocalMesos.start(LocalMesosConfig.inDirectory(workDirectory)
                .withAgents(1, "cpus:4;mem:8192;disk:40000;ports:[31000-31999]", "rack:r{i}")
                .withFake(FakeBehavior.steady()));
    }

    @AfterEach
    void stop() {
        frameworks.forEach(TestFramework::close);
        mesos.close();
    }

    private TestFramework framework() {
        var framework = new TestFramework(mesos.address(), TestFramework.PROTOBUF);
        frameworks.add(framework);
        return framework;
    }

    @Test
    void aRequestThatIsNoPostIsNotAllowed() {
        var answer = framework().get("/api/v1/scheduler");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void aCallNeedsAContentTypeThatIsKnown() {
        var framework = framework();
        assertThat(framework.post("{}".getBytes(UTF_8), "text/plain").statusCode())
                .isEqualTo(415);
        var without = framework.post("{}".getBytes(UTF_8), "");
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body()).isEqualTo("Expecting 'Content-Type' to be present");
    }

    @Test
    void aSubscriptionNeedsAnAcceptableEncoding() {
        var call = "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"u\",\"name\":\"n\"}}}";
        var answer = framework().post(call.getBytes(UTF_8), TestFramework.JSON, "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(406);
    }

    @Test
    void aBodyThatIsNoCallIsRefused() {
        var framework = framework();
        assertThat(framework.post(new byte[] {1, 2, 3}, TestFramework.PROTOBUF).body())
                .isEqualTo("Failed to parse body into Call protobuf");
        assertThat(framework
                        .post("{\"type\":7}".getBytes(UTF_8), TestFramework.JSON)
                        .body())
                .startsWith("Failed to convert JSON into Call protobuf: ");
        var withoutType = framework.post("{}".getBytes(UTF_8), TestFramework.JSON);
        assertThat(withoutType.statusCode()).isEqualTo(400);
        assertThat(withoutType.body()).isEqualTo("Failed to validate scheduler::Call: Expecting 'type' to be present");
    }

    @Test
    void aCallOfAnUnknownFrameworkIsRefused() {
        var call = "{\"type\":\"REVIVE\",\"framework_id\":{\"value\":\"nobody\"}}";
        var answer = framework().post(call.getBytes(UTF_8), TestFramework.JSON, "Mesos-Stream-Id", "x");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("Framework cannot be found");
    }

    @Test
    void aCallNeedsAStreamId() {
        var framework = framework().subscribe(info("*"));
        var call = Call.newBuilder().setType(Call.Type.REVIVE).setFrameworkId(framework.id());
        var answer = framework.post(call.build().toByteArray(), TestFramework.PROTOBUF);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("All non-subscribe calls should include the 'Mesos-Stream-Id' header");
    }

    @Test
    void aFrameworkThatIsNotConnectedMustNotCall() {
        var framework = framework().subscribe(info("*"));
        framework.id();
        framework.close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                framework.call(Call.Type.REVIVE, call -> call).statusCode())
                        .isEqualTo(403));
    }

    @Test
    void aMalformedFrameworkIsToldSoOnItsStream() {
        var framework = framework().subscribe(info("/wrong"));
        assertThat(framework.first(Event::hasError).getError().getMessage())
                .contains("Role '/wrong' cannot start with a slash");
        await().atMost(PATIENCE).until(framework::ended);
    }

    @Test
    void eachUpdateComesWhenTheOneBeforeIsAcknowledged() {
        var framework = framework().subscribe(info("*"));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("t", offer)));
        var starting = framework.status("t", status -> true);
        assertThat(starting.getState()).isEqualTo(TaskState.TASK_STARTING);
        framework.offers(2);
        assertThat(framework.statuses("t")).hasSize(1);
        framework.acknowledge(starting);
        assertThat(framework.status("t", status -> !status.equals(starting)).getState())
                .isEqualTo(TaskState.TASK_RUNNING);
    }

    @Test
    void theRestOfAnAcceptedOfferIsOfferedAgain() {
        var framework = framework().subscribe(info("*"));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("t", offer.getAgentId(), "cpus:1.5;mem:100;ports:[31005-31006]")));
        var rest = framework.offers(2).get(1);
        assertThat(stadion.localmesos.resources.Resources.of(rest.getResourcesList()))
                .isEqualTo(stadion.localmesos.resources.ResourceText.parse(
                        "cpus:2.5;mem:8092;disk:40000;ports:[31000-31004,31007-31999]"));
    }

    @Test
    void aKilledTaskGoesThroughKillingToKilled() {
        var framework = framework().subscribe(info("*"));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("t", offer)));
        framework.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        framework.call(
                Call.Type.KILL,
                call -> call.setKill(
                        Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue("t"))));
        framework.acknowledgedUntil("t", TaskState.TASK_KILLED);
        assertThat(framework.statuses("t"))
                .extracting(TaskStatus::getState)
                .containsExactly(
                        TaskState.TASK_STARTING, TaskState.TASK_RUNNING, TaskState.TASK_KILLING, TaskState.TASK_KILLED);
    }

    @Test
    void tasksLaunchedWithAnOutdatedOfferAreDropped() {
        var framework = framework().subscribe(info("*"));
        var outdated = framework.offer().toBuilder()
                .setId(OfferID.newBuilder().setValue("long-gone"))
                .build();
        framework.accept(outdated, 0, launch(task("t", outdated)));
        var status = framework.status("t", any -> true);
        assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
        assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
        assertThat(status.getMessage())
                .isEqualTo("Task launched with invalid offers: Offer long-gone is no longer valid");
        assertThat(status.hasUuid()).isFalse();
    }

    @Test
    void aTaskThatNeedsMoreThanIsOfferedIsAnError() {
        var framework = framework().subscribe(info("*"));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("big", offer.getAgentId(), "cpus:5;mem:32"), task("small", offer)));
        var status = framework.status("big", any -> true);
        assertThat(status.getState()).isEqualTo(TaskState.TASK_ERROR);
        assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_INVALID);
        assertThat(status.getMessage())
                .isEqualTo(
                        "Total resources cpus(allocated: *):5; mem(allocated: *):32 required by task and its executor"
                                + " is more than available cpus(allocated: *):4; mem(allocated: *):8192;"
                                + " disk(allocated: *):40000; ports(allocated: *):[31000-31999]");
        framework.acknowledgedUntil("small", TaskState.TASK_RUNNING);
    }

    @Test
    void twoTasksOfOneIdAreRefused() {
        var framework = framework().subscribe(info("*"));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("t", offer), task("t", offer)));
        var status = framework.status("t", any -> any.getState() == TaskState.TASK_ERROR);
        assertThat(status.getMessage()).isEqualTo("Task has duplicate ID: t");
    }

    @Test
    void aDeclinedOfferComesBackWhenItsFilterEnds() {
        var framework = framework().subscribe(info("*"));
        framework.decline(framework.offer(), 0.5);
        assertThat(framework.offers(2)).hasSize(2);
    }

    @Test
    void reviveEndsFilters() {
        var framework = framework().subscribe(info("*"));
        framework.decline(framework.offer(), 100_000);
        framework.send(Call.Type.REVIVE);
        assertThat(framework.offers(2)).hasSize(2);
    }

    @Test
    void aSuppressedRoleGetsNoOffersUntilItRevives() {
        var framework = framework().subscribe(info("a", "b"));
        framework.offer();
        framework.call(
                Call.Type.SUPPRESS,
                call -> call.setSuppress(
                        Call.Suppress.newBuilder().addRoles("a").addRoles("b")));
        framework.offers().forEach(offer -> framework.decline(offer, 0));
        int before = framework.offers().size();
        framework.call(
                Call.Type.REVIVE,
                call -> call.setRevive(Call.Revive.newBuilder().addRoles("b")));
        assertThat(framework.offers(before + 1).get(before).getAllocationInfo().getRole())
                .isEqualTo("b");
    }

    @Test
    void updateFrameworkChangesRolesAndRescindsTheirOffers() {
        var framework = framework().subscribe(info("a"));
        var offer = framework.offer();
        var changed = info("b").setId(framework.id());
        var answer = framework.call(
                Call.Type.UPDATE_FRAMEWORK,
                call -> call.setUpdateFramework(
                        Call.UpdateFramework.newBuilder().setFrameworkInfo(changed)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(framework.first(Event::hasRescind).getRescind().getOfferId()).isEqualTo(offer.getId());
        assertThat(framework.offers(2).get(1).getAllocationInfo().getRole()).isEqualTo("b");
        var refused = framework.call(
                Call.Type.UPDATE_FRAMEWORK,
                call -> call.setUpdateFramework(
                        Call.UpdateFramework.newBuilder().setFrameworkInfo(changed.setUser("other"))));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Updating 'FrameworkInfo.user' is unsupported");
    }

    @Test
    void theNewerSubscriptionOfAFrameworkTakesOver() {
        var old = framework().subscribe(info("*"));
        var offer = old.offer();
        old.accept(offer, 0, launch(task("t", offer)));
        old.status("t", status -> status.getState() == TaskState.TASK_STARTING);
        var taker = framework().subscribe(info("*").setId(old.id()));
        assertThat(old.first(Event::hasError).getError().getMessage()).isEqualTo("Framework failed over");
        await().atMost(PATIENCE).until(old::ended);
        assertThat(taker.id()).isEqualTo(old.id());
        taker.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        assertThat(old.call(Call.Type.REVIVE, call -> call).statusCode()).isEqualTo(400);
    }

    @Test
    void aFrameworkComesBackWithinItsFailoverTimeoutToItsTasks() {
        var before = framework().subscribe(info("*"));
        var offer = before.offer();
        before.accept(offer, 0, launch(task("t", offer)));
        before.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        before.close();
        var after = framework().subscribe(info("*").setId(before.id()));
        after.call(Call.Type.RECONCILE, call -> call.setReconcile(Call.Reconcile.getDefaultInstance()));
        var status = after.status("t", TaskStatus::hasReason);
        assertThat(status.getState()).isEqualTo(TaskState.TASK_RUNNING);
        assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
    }

    @Test
    void aFrameworkThatDoesNotComeBackInTimeIsRemovedWithItsTasks() throws IOException {
        var framework = framework().subscribe(info("*").setFailoverTimeout(0));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("t", offer)));
        framework.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        framework.close();
        var other = framework();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(json(other, "/state").get("frameworks")).isEmpty());
        assertThat(json(other, "/metrics/snapshot").get("master/cpus_used").doubleValue())
                .isZero();
        other.subscribe(info("*").setId(framework.id()));
        assertThat(other.first(Event::hasError).getError().getMessage()).isEqualTo("Framework has been removed");
    }

    @Test
    void aTornDownFrameworkIsGoneWithItsTasks() throws IOException {
        var framework = framework().subscribe(info("*"));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("t", offer)));
        framework.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        framework.send(Call.Type.TEARDOWN);
        await().atMost(PATIENCE).until(framework::ended);
        assertThat(json(framework, "/state").get("frameworks")).isEmpty();
        assertThat(framework()
                        .subscribe(info("*"))
                        .offer()
                        .getResources(0)
                        .getScalar()
                        .getValue())
                .isEqualTo(4);
    }

    @Test
    void reconciliationTellsApartUnknownTasksAndUnknownAgents() {
        var framework = framework().subscribe(info("*"));
        var agent = framework.offer().getAgentId();
        framework.call(
                Call.Type.RECONCILE,
                call -> call.setReconcile(Call.Reconcile.newBuilder()
                        .addTasks(Call.Reconcile.Task.newBuilder()
                                .setTaskId(TaskID.newBuilder().setValue("lost"))
                                .setAgentId(agent))
                        .addTasks(Call.Reconcile.Task.newBuilder()
                                .setTaskId(TaskID.newBuilder().setValue("never")))));
        var gone = framework.status("lost", any -> true);
        assertThat(gone.getState()).isEqualTo(TaskState.TASK_GONE);
        assertThat(gone.getMessage()).isEqualTo("Reconciliation: Task is unknown to the agent");
        assertThat(gone.getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
        var unknown = framework.status("never", any -> true);
        assertThat(unknown.getState()).isEqualTo(TaskState.TASK_UNKNOWN);
        assertThat(unknown.getMessage()).isEqualTo("Reconciliation: Task is unknown");
        assertThat(unknown.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
    }

    @Test
    void aFrameworkThatKnowsNoPartitionsIsToldThatUnknownTasksAreLost() {
        var framework =
                framework().subscribe(FrameworkInfo.newBuilder().setUser("root").setName("simple"));
        assertThat(framework.offer().hasAllocationInfo()).isFalse();
        framework.call(
                Call.Type.KILL,
                call -> call.setKill(
                        Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue("never"))));
        assertThat(framework.status("never", any -> true).getState()).isEqualTo(TaskState.TASK_LOST);
    }

    @Test
    void anyFrameworkIdIsAcceptedAfterARestart() {
        var framework =
                framework().subscribe(info("*").setId(FrameworkID.newBuilder().setValue("from-another-master-0000")));
        assertThat(framework.id().getValue()).isEqualTo("from-another-master-0000");
        assertThat(framework.offer().getFrameworkId()).isEqualTo(framework.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/state", "/master/state", "/slaves", "/tasks", "/metrics/snapshot"})
    void operatorEndPointsAnswerJson(String path) throws IOException {
        assertThat(json(framework(), path).isObject()).isTrue();
    }

    @Test
    void tasksShowsWhatRuns() throws IOException {
        var framework = framework().subscribe(info("*"));
        var offer = framework.offer();
        framework.accept(offer, 0, launch(task("t", offer)));
        framework.acknowledgedUntil("t", TaskState.TASK_RUNNING);
        var task = json(framework, "/tasks").get("tasks").get(0);
        assertThat(task.get("id").textValue()).isEqualTo("t");
        assertThat(task.get("state").textValue()).isEqualTo("TASK_RUNNING");
        assertThat(task.get("resources").get("cpus").doubleValue()).isEqualTo(0.1);
        assertThat(json(framework, "/slaves")
                        .get("slaves")
                        .get(0)
                        .get("used_resources")
                        .get("mem")
                        .intValue())
                .isEqualTo(32);
    }

    @Test
    void healthAndRedirectAnswer() {
        assertThat(framework().get("/health").statusCode()).isEqualTo(200);
        var redirect = framework().get("/redirect");
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("Location"))
                .contains("//localhost:" + mesos.address().getPort());
        assertThat(framework().get("/nothing").statusCode()).isEqualTo(404);
    }

    private static JsonNode json(TestFramework client, String path) throws IOException {
        var answer = client.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }
}
