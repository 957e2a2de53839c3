package stadion.localmesos.agent;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.apache.mesos.v1.Protos.AgentID;
import stadion.localmesos.agent.fetch.Fetcher;
import stadion.localmesos.agent.process.Supervisor;

/**
 * What all tasks of an agent share.
 *
 * @param agent the agent's id
 * @param address where it is reached
 * @param directory where it keeps everything
 * @param runs what it has launched
 * @param view what others may see of that
 * @param supervisor what starts processes
 * @param fetcher what fills sandboxes
 * @param preparations the threads in which sandboxes are filled, a few at a time
 * @param clock the time of updates and grace periods
 */
record AgentServices(
        AgentID agent,
        AgentAddress address,
        WorkDirectory directory,
        RunStore runs,
        AgentView view,
        Supervisor supervisor,
        Fetcher fetcher,
        ExecutorService preparations,
        Clock clock) {}
