package stadion.deploy.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Clients that follow the events while faults strike, and what must be true of what they were told. */
final class EventFollowers implements AutoCloseable {

    private static final int FOLLOWERS = 2;

    private final ConcurrentMap<Long, Integer> told = new ConcurrentHashMap<>();
    private final List<EventStory> stories = new ArrayList<>();
    private final List<EventFollower> followers = new ArrayList<>();

    EventFollowers(Nodes nodes, Random random) {
        for (int i = 0; i < FOLLOWERS; i++) {
            EventStory story = new EventStory(told);
            stories.add(story);
            followers.add(new EventFollower(nodes, new Random(random.nextLong()), story));
        }
    }

    /** How many events were told, over all the time. */
    int told() {
        return told.size();
    }

    /**
     * Waits until each has heard of all that is true now, and looks whether it has heard all of it once and in order.
     *
     * @param tasks those that run
     * @param deployments some that have ended
     */
    void settle(Set<String> tasks, Set<String> deployments) {
        for (EventStory story : stories) {
            Nodes.patiently().untilAsserted(() -> {
                assertThat(story.runningTasks())
                        .as("tasks that run, as a subscriber was told")
                        .isEqualTo(tasks);
                assertThat(story.endedDeployments())
                        .as("deployments that have ended, as a subscriber was told")
                        .containsAll(deployments);
            });
            assertThat(story.wrong()).as("what a subscriber was told wrongly").isEmpty();
        }
    }

    @Override
    public void close() {
        followers.forEach(EventFollower::close);
    }
}
