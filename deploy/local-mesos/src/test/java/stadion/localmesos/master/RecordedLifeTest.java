package stadion.localmesos.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stadion.localmesos.LocalMesos;
import stadion.localmesos.LocalMesosConfig;
import stadion.localmesos.fake.FakeBehavior;

/**
 * Makes the calls that were recorded with a real Mesos master, with the ids of the master at hand, and compares the shape of
 * the events: which fields are set, down to the leaves.
 */
class RecordedLifeTest {

    @TempDir
    Path workDirectory;

    private LocalMesos mesos;

    @BeforeEach
    void start() throws IOException {
        mesos = LocalMesos.start(LocalMesosConfig.inDirectory(workDirectory)
                .withAgents(1, "ports:[31000-31999];cpus:4;mem:8192;disk:20000", "rack:r1")
                .withFake(FakeBehavior.steady()));
    }

    @AfterEach
    void stop() {
        mesos.close();
    }

    @Test
    void jsonCallsAreAnsweredAsRecorded() {
        var recording = new Recording(TestFramework.JSON);
        var ids = new HashMap<String, String>();
        try (var framework = new TestFramework(mesos.address(), TestFramework.JSON)) {
            framework.subscribe(recording.call("req-01-SUBSCRIBE.json", ids));
            assertThat(framework.subscription().headers().firstValue("Content-Type"))
                    .contains("application/json");
            assertSameShape(framework.first(Event::hasSubscribed), recording.event("event-00-SUBSCRIBED.recordio"));
            assertThat(framework.first(Events.HEARTBEAT::equals))
                    .isEqualTo(recording.event("event-01-HEARTBEAT.recordio"));
            assertSameShape(framework.first(Event::hasOffers), recording.event("event-02-OFFERS.recordio"));
            learnIds(ids, recording.event("event-02-OFFERS.recordio"), framework);

            assertAnswered(framework, recording.call("req-02-ACCEPT.json", ids), "resp-02-ACCEPT.txt");
            assertUpdate(
                    framework, TaskState.TASK_STARTING, recording.event("event-03-UPDATE-TASK_STARTING.recordio"), ids);
            assertAnswered(framework, recording.call("req-03-ACKNOWLEDGE.json", ids), "resp-03-ACKNOWLEDGE.txt");
            assertUpdate(
                    framework, TaskState.TASK_RUNNING, recording.event("event-04-UPDATE-TASK_RUNNING.recordio"), ids);
            assertAnswered(framework, recording.call("req-04-ACKNOWLEDGE.json", ids), "resp-04-ACKNOWLEDGE.txt");
            framework.forgetUpdates();
            assertAnswered(framework, recording.call("req-05-RECONCILE.json", ids), "resp-05-RECONCILE.txt");
            assertUpdate(
                    framework,
                    TaskState.TASK_RUNNING,
                    recording.event("event-05-UPDATE-TASK_RUNNING-REASON_RECONCILIATION.recordio"),
                    ids);
            assertAnswered(framework, recording.call("req-06-KILL.json", ids), "resp-06-KILL.txt");
            assertUpdate(
                    framework, TaskState.TASK_KILLING, recording.event("event-06-UPDATE-TASK_KILLING.recordio"), ids);
            assertAnswered(framework, recording.call("req-07-ACKNOWLEDGE.json", ids), "resp-07-ACKNOWLEDGE.txt");
            assertUpdate(
                    framework, TaskState.TASK_KILLED, recording.event("event-07-UPDATE-TASK_KILLED.recordio"), ids);
            assertAnswered(framework, recording.call("req-08-ACKNOWLEDGE.json", ids), "resp-08-ACKNOWLEDGE.txt");
            assertAnswered(framework, recording.call("req-09-REVIVE.json", ids), "resp-09-REVIVE.txt");
            assertSameShape(framework.first(Event::hasOffers), recording.event("event-08-OFFERS.recordio"));
            learnIds(ids, recording.event("event-08-OFFERS.recordio"), framework);
            assertAnswered(framework, recording.call("req-10-DECLINE.json", ids), "resp-10-DECLINE.txt");

            var wrongStream = framework.post(
                    recording.call("req-11-wrong-stream-id.json", ids),
                    TestFramework.JSON,
                    "Mesos-Stream-Id",
                    "00000000-0000-0000-0000-000000000000");
            assertThat(wrongStream.statusCode()).isEqualTo(400);
            assertThat(wrongStream.body()).isEqualTo(replaced(bodyOf("resp-11-wrong-stream-id.txt"), ids));
            var nonsense = framework.post(
                    Recording.json("req-12-invalid-json.json").getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    TestFramework.JSON);
            assertThat(nonsense.statusCode()).isEqualTo(400);
            assertThat(nonsense.body()).isEqualTo(bodyOf("resp-12-invalid-json.txt"));
            assertAnswered(framework, recording.call("req-13-TEARDOWN.json", ids), "resp-13-TEARDOWN.txt");
        }
    }

    @Test
    void protobufCallsAreAnsweredAsRecorded() {
        var recording = new Recording(TestFramework.PROTOBUF);
        var ids = new HashMap<String, String>();
        try (var framework = new TestFramework(mesos.address(), TestFramework.PROTOBUF)) {
            framework.subscribe(recording.call("00-call-SUBSCRIBE.bin", ids));
            assertThat(framework.subscription().headers().firstValue("Content-Type"))
                    .contains("application/x-protobuf");
            assertSameShape(framework.first(Event::hasSubscribed), recording.event("01-event-SUBSCRIBED.bin"));
            assertThat(framework.first(Events.HEARTBEAT::equals)).isEqualTo(recording.event("02-event-HEARTBEAT.bin"));
            assertSameShape(framework.first(Event::hasOffers), recording.event("03-event-OFFERS.bin"));
            learnIds(ids, recording.event("03-event-OFFERS.bin"), framework);

            framework.forgetUpdates();
            assertAnswered(framework, recording.call("04-call-ACCEPT.bin", ids), "resp-02-ACCEPT.txt");
            assertSameShape(framework.first(Event::hasOffers), recording.event("05-event-OFFERS.bin"));
            assertUpdate(framework, TaskState.TASK_STARTING, recording.event("06-event-UPDATE.bin"), ids);
            assertAnswered(framework, recording.call("07-call-ACKNOWLEDGE.bin", ids), "resp-03-ACKNOWLEDGE.txt");
            assertUpdate(framework, TaskState.TASK_RUNNING, recording.event("08-event-UPDATE.bin"), ids);
            assertAnswered(framework, recording.call("09-call-ACKNOWLEDGE.bin", ids), "resp-04-ACKNOWLEDGE.txt");
            learnIds(ids, recording.event("05-event-OFFERS.bin"), framework);
            framework.forgetUpdates();
            assertAnswered(framework, recording.call("10-call-RECONCILE.bin", ids), "resp-05-RECONCILE.txt");
            assertUpdate(framework, TaskState.TASK_RUNNING, recording.event("11-event-UPDATE.bin"), ids);
            assertAnswered(framework, recording.call("12-call-KILL.bin", ids), "resp-06-KILL.txt");
            assertUpdate(framework, TaskState.TASK_KILLING, recording.event("13-event-UPDATE.bin"), ids);
            assertAnswered(framework, recording.call("14-call-ACKNOWLEDGE.bin", ids), "resp-07-ACKNOWLEDGE.txt");
            assertUpdate(framework, TaskState.TASK_KILLED, recording.event("15-event-UPDATE.bin"), ids);
            assertAnswered(framework, recording.call("16-call-ACKNOWLEDGE.bin", ids), "resp-08-ACKNOWLEDGE.txt");
            assertAnswered(framework, recording.call("17-call-REVIVE.bin", ids), "resp-09-REVIVE.txt");
            assertAnswered(framework, recording.call("19-call-DECLINE.bin", ids), "resp-10-DECLINE.txt");
            assertAnswered(framework, recording.call("20-call-TEARDOWN.bin", ids), "resp-13-TEARDOWN.txt");
        }
    }

    private static void learnIds(Map<String, String> ids, Event recordedOffers, TestFramework framework) {
        var recorded = recordedOffers.getOffers().getOffers(0);
        var offers = framework.offers();
        var offer = offers.get(offers.size() - 1);
        ids.put(recorded.getId().getValue(), offer.getId().getValue());
        ids.put(recorded.getAgentId().getValue(), offer.getAgentId().getValue());
        ids.put(recorded.getFrameworkId().getValue(), framework.id().getValue());
    }

    private static void assertUpdate(
            TestFramework framework, TaskState state, Event recorded, Map<String, String> ids) {
        var recordedStatus = recorded.getUpdate().getStatus();
        var status =
                framework.status(recordedStatus.getTaskId().getValue(), candidate -> candidate.getState() == state);
        assertThat(Recording.shape(status)).isEqualTo(Recording.shape(withoutPid(recordedStatus)));
        assertThat(status.getMessage()).isEqualTo(recordedStatus.getMessage());
        assertThat(status.getSource()).isEqualTo(recordedStatus.getSource());
        assertThat(status.getReason()).isEqualTo(recordedStatus.getReason());
        if (status.hasUuid()) {
            ids.put(base64(recordedStatus), base64(status));
        }
    }

    /** Simulated tasks have no process. */
    private static TaskStatus withoutPid(TaskStatus status) {
        var without = status.toBuilder();
        without.getContainerStatusBuilder().clearExecutorPid();
        return without.build();
    }

    private static String base64(TaskStatus status) {
        return Base64.getEncoder().encodeToString(status.getUuid().toByteArray());
    }

    /** The recorded master had a capability that the protobufs of its own version don't name. */
    private static void assertSameShape(Event event, Event recorded) {
        var expected = Recording.shape(recorded);
        expected.remove(".subscribed.master_info.capabilities");
        assertThat(Recording.shape(event)).isEqualTo(expected);
    }

    private static void assertAnswered(TestFramework framework, byte[] call, String recordedAnswer) {
        var mediaType =
                framework.subscription().headers().firstValue("Content-Type").orElseThrow();
        var answer = framework.post(call, mediaType, "Mesos-Stream-Id", framework.streamId());
        assertThat(Recording.text("json/" + recordedAnswer))
                .as(answer.body())
                .startsWith("HTTP/1.1 " + answer.statusCode() + " ");
        assertThat(answer.body()).isEqualTo(bodyOf(recordedAnswer));
    }

    private static String bodyOf(String recordedAnswer) {
        var text = Recording.text("json/" + recordedAnswer).replace("\r\n", "\n");
        return text.substring(text.indexOf("\n\n") + 2);
    }

    private static String replaced(String text, Map<String, String> ids) {
        var replaced = text;
        for (var id : ids.entrySet()) {
            replaced = replaced.replace(id.getKey(), id.getValue());
        }
        return replaced;
    }
}
