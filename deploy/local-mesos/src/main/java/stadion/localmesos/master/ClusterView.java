package stadion.localmesos.master;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import stadion.localmesos.resources.Resources;

/** An immutable picture of the cluster at one moment, from which the operator end points are answered. */
record ClusterView(
        MasterInfo master,
        Instant started,
        List<FrameworkView> frameworks,
        List<AgentView> agents,
        int outstandingOffers,
        int activeFilters) {

    record FrameworkView(
            FrameworkInfo info,
            boolean connected,
            Instant registered,
            List<TaskView> tasks,
            List<TaskView> completedTasks,
            Resources offered) {}

    record AgentView(AgentInfo info, Instant registered, Resources total, Resources used) {}

    record TaskView(
            String id,
            String name,
            String framework,
            String executor,
            String agent,
            String role,
            TaskState state,
            Resources resources,
            Labels labels,
            Optional<TaskStatus> latest) {

        private static TaskView of(Task task) {
            return new TaskView(
                    task.id().getValue(),
                    task.name(),
                    task.framework().getValue(),
                    task.executor().map(id -> id.getValue()).orElse(""),
                    task.agent().id().getValue(),
                    task.role(),
                    task.state(),
                    task.resources(),
                    task.labels(),
                    task.latest());
        }

        private static List<TaskView> of(Collection<Task> tasks) {
            return tasks.stream().map(TaskView::of).toList();
        }
    }

    static ClusterView of(Cluster cluster, Offers offers) {
        return new ClusterView(
                cluster.master(),
                cluster.started(),
                cluster.frameworks().stream()
                        .map(framework -> new FrameworkView(
                                framework.info(),
                                framework.connected(),
                                framework.registered(),
                                TaskView.of(framework.tasks()),
                                TaskView.of(framework.completedTasks()),
                                offers.of(framework).stream()
                                        .map(Offers.Outstanding::resources)
                                        .reduce(Resources.NONE, Resources::plus)))
                        .toList(),
                cluster.agents().stream()
                        .map(agent -> new AgentView(agent.info(), agent.registered(), agent.total(), agent.used()))
                        .toList(),
                offers.size(),
                cluster.allocator().filterCount());
    }
}
