package stadion.localmesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.Test;
import stadion.localmesos.TaskStatusStreams.Update;

class TaskStatusStreamsTest {

    private static final FrameworkID FRAMEWORK =
            FrameworkID.newBuilder().setValue("f").build();
    private static final FrameworkID OTHER =
            FrameworkID.newBuilder().setValue("other").build();
    private static final TaskID TASK = TaskID.newBuilder().setValue("t").build();

    private final TaskStatusStreams streams = new TaskStatusStreams();

    private static TaskStatus status(TaskState state) {
        return TaskStatus.newBuilder()
                .setTaskId(TASK)
                .setState(state)
                .setUuid(ByteString.copyFromUtf8(state.name()))
                .build();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void anUpdateWaitsForTheAcknowledgementOfTheOneBefore() {
        var starting = status(TaskState.TASK_STARTING);
        var running = status(TaskState.TASK_RUNNING);
        assertThat(streams.add(FRAMEWORK, starting, 0)).contains(new Update(FRAMEWORK, starting));
        assertThat(streams.add(FRAMEWORK, running, 0)).isEmpty();
        var acknowledged = streams.acknowledge(FRAMEWORK, TASK, starting.getUuid(), 0);
        assertThat(acknowledged.next()).contains(new Update(FRAMEWORK, running));
        assertThat(acknowledged.ended()).isFalse();
    }

    @Test
    void aWrongAcknowledgementChangesNothing() {
        var starting = status(TaskState.TASK_STARTING);
        streams.add(FRAMEWORK, starting, 0);
        streams.add(FRAMEWORK, status(TaskState.TASK_RUNNING), 0);
        assertThat(streams.acknowledge(FRAMEWORK, TASK, ByteString.copyFromUtf8("other"), 0)
                        .next())
                .isEmpty();
        assertThat(streams.acknowledge(OTHER, TASK, starting.getUuid(), 0).next())
                .isEmpty();
        assertThat(streams.resend(FRAMEWORK, 0)).containsExactly(new Update(FRAMEWORK, starting));
    }

    @Test
    void theAcknowledgementOfTheEndEndsTheStream() {
        var failed = status(TaskState.TASK_FAILED);
        streams.add(FRAMEWORK, failed, 0);
        assertThat(streams.acknowledge(FRAMEWORK, TASK, failed.getUuid(), 0).ended())
                .isTrue();
        assertThat(streams.resend(FRAMEWORK, 0)).isEmpty();
        assertThat(streams.due(seconds(10_000))).isEmpty();
    }

    @Test
    void anUnacknowledgedUpdateIsSentAgainAfterTenSecondsAndThenLaterEachTime() {
        var running = status(TaskState.TASK_RUNNING);
        streams.add(FRAMEWORK, running, 0);
        assertThat(streams.due(seconds(9))).isEmpty();
        assertThat(streams.due(seconds(10))).containsExactly(new Update(FRAMEWORK, running));
        assertThat(streams.due(seconds(29))).isEmpty();
        assertThat(streams.due(seconds(30))).hasSize(1);
        assertThat(streams.due(seconds(69))).isEmpty();
        assertThat(streams.due(seconds(70))).hasSize(1);
    }

    @Test
    void theLongestWaitIsTenMinutes() {
        streams.add(FRAMEWORK, status(TaskState.TASK_RUNNING), 0);
        long now = 0;
        for (int i = 0; i < 20; i++) {
            now += seconds(600);
            assertThat(streams.due(now)).hasSize(1);
        }
    }

    @Test
    void aNewSubscriptionSendsAtOnceAndStartsTheWaitAnew() {
        var running = status(TaskState.TASK_RUNNING);
        streams.add(FRAMEWORK, running, 0);
        streams.due(seconds(10));
        assertThat(streams.resend(OTHER, seconds(15))).isEmpty();
        assertThat(streams.resend(FRAMEWORK, seconds(15))).containsExactly(new Update(FRAMEWORK, running));
        assertThat(streams.due(seconds(24))).isEmpty();
        assertThat(streams.due(seconds(25))).hasSize(1);
        assertThat(streams.due(seconds(30))).as("the retry set before").isEmpty();
    }

    @Test
    void whatWasStoredIsSentWhenTheFrameworkSubscribes() {
        var running = status(TaskState.TASK_RUNNING);
        var failed = status(TaskState.TASK_FAILED);
        streams.restore(FRAMEWORK, TASK, List.of(running, failed));
        assertThat(streams.due(seconds(100))).isEmpty();
        assertThat(streams.resend(FRAMEWORK, 0)).containsExactly(new Update(FRAMEWORK, running));
        assertThat(streams.acknowledge(FRAMEWORK, TASK, running.getUuid(), 0).next())
                .contains(new Update(FRAMEWORK, failed));
    }

    @Test
    void nothingIsSentForAFrameworkThatWasRemoved() {
        streams.add(FRAMEWORK, status(TaskState.TASK_RUNNING), 0);
        streams.forget(FRAMEWORK);
        assertThat(streams.resend(FRAMEWORK, 0)).isEmpty();
        assertThat(streams.due(seconds(100))).isEmpty();
    }
}
