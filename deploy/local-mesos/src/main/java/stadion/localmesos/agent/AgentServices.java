package stadion.localmesos.agent;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.apache.mesos.v1.Protos.AgentID;
import stadion.localmesos.ContainerTool;
import stadion.localmesos.agent.cgroup.ControlGroups;
import stadion.localmesos.agent.check.Prober;
import stadion.localmesos.agent.fetch.Fetcher;
import stadion.localmesos.agent.process.ShortRun;
import stadion.localmesos.agent.process.Supervisor;

/**
 * What all tasks of an agent share.
 *
 * @param agent the agent's id
 * @param address where it is reached
 * @param directory where it keeps everything
 * @param runs what it has launched
 * @param view what others may see of that
 * @param volumes its persistent volumes
 * @param controlGroups what limits processes
 * @param supervisor what starts processes
 * @param shortRun what runs the commands of checks
 * @param prober what tries checks out
 * @param fetcher what fills sandboxes
 * @param containerTool what runs images
 * @param preparations the threads in which sandboxes are filled, a few at a time
 * @param clock the time of updates and grace periods
 */
record AgentServices(
        AgentID agent,
        AgentAddress address,
        WorkDirectory directory,
        RunStore runs,
        AgentView view,
        PersistentVolumes volumes,
        ControlGroups controlGroups,
        Supervisor supervisor,
        ShortRun shortRun,
        Prober prober,
        Fetcher fetcher,
        ContainerTool containerTool,
        ExecutorService preparations,
        Clock clock) {}
