package stadion.scheduler.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Builds the calls of one framework, as the master takes them. */
record Calls(FrameworkID framework) {

    /** Tasks in one RECONCILE: keeps a call within a few hundred kilobytes and leaves the master room for others in between. */
    static final int RECONCILE_CHUNK = 1000;

    /** The first call on a connection. It names the framework twice when it has an id, and never otherwise (Mesos: scheduler.proto, Call.framework_id). */
    static Call subscribe(FrameworkInfo info, Set<String> suppressedRoles) {
        Call.Builder call = Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder()
                        .setFrameworkInfo(info)
                        .addAllSuppressedRoles(sorted(suppressedRoles)));
        if (info.hasId()) {
            call.setFrameworkId(info.getId());
        }
        return call.build();
    }

    Call accept(MesosGateway.Accept accept) {
        return call(Call.Type.ACCEPT)
                .setAccept(Call.Accept.newBuilder()
                        .addAllOfferIds(accept.offers())
                        .addAllOperations(accept.operations())
                        .setFilters(refuse(accept.refuseSeconds())))
                .build();
    }

    Call decline(MesosGateway.Decline decline) {
        return call(Call.Type.DECLINE)
                .setDecline(Call.Decline.newBuilder()
                        .addAllOfferIds(decline.offers())
                        .setFilters(refuse(decline.refuseSeconds())))
                .build();
    }

    Call revive(Set<String> roles) {
        Call.Builder call = call(Call.Type.REVIVE);
        if (!roles.isEmpty()) {
            call.setRevive(Call.Revive.newBuilder().addAllRoles(sorted(roles)));
        }
        return call.build();
    }

    Call suppress(Set<String> roles) {
        Call.Builder call = call(Call.Type.SUPPRESS);
        if (!roles.isEmpty()) {
            call.setSuppress(Call.Suppress.newBuilder().addAllRoles(sorted(roles)));
        }
        return call.build();
    }

    Call updateFramework(FrameworkInfo info, Set<String> suppressedRoles) {
        return call(Call.Type.UPDATE_FRAMEWORK)
                .setUpdateFramework(Call.UpdateFramework.newBuilder()
                        .setFrameworkInfo(info)
                        .addAllSuppressedRoles(sorted(suppressedRoles)))
                .build();
    }

    Call kill(MesosGateway.Kill kill) {
        Call.Kill.Builder body = Call.Kill.newBuilder().setTaskId(kill.task());
        if (kill.agent() != null) {
            body.setAgentId(kill.agent());
        }
        if (kill.gracePeriod() != null) {
            body.setKillPolicy(KillPolicy.newBuilder()
                    .setGracePeriod(DurationInfo.newBuilder()
                            .setNanoseconds(kill.gracePeriod().toNanos())));
        }
        return call(Call.Type.KILL).setKill(body).build();
    }

    /** Only for a status that {@link #wantsAcknowledgement wants} it. */
    Call acknowledge(TaskStatus status) {
        return call(Call.Type.ACKNOWLEDGE)
                .setAcknowledge(Call.Acknowledge.newBuilder()
                        .setAgentId(status.getAgentId())
                        .setTaskId(status.getTaskId())
                        .setUuid(status.getUuid()))
                .build();
    }

    /** Updates made by the master carry no uuid and are sent once; those of agents are sent again until they are acknowledged. */
    static boolean wantsAcknowledgement(TaskStatus status) {
        return status.hasUuid() && status.hasAgentId();
    }

    /** One call for no tasks (all are meant), else one for each thousand. */
    List<Call> reconcile(List<TaskRef> tasks) {
        List<Call> calls = new ArrayList<>();
        for (int from = 0; from == 0 || from < tasks.size(); from += RECONCILE_CHUNK) {
            Call.Reconcile.Builder body = Call.Reconcile.newBuilder();
            for (TaskRef task : tasks.subList(from, Math.min(tasks.size(), from + RECONCILE_CHUNK))) {
                body.addTasks(reconciled(task));
            }
            calls.add(call(Call.Type.RECONCILE).setReconcile(body).build());
        }
        return calls;
    }

    Call teardown() {
        return call(Call.Type.TEARDOWN).build();
    }

    private Call.Builder call(Call.Type type) {
        return Call.newBuilder().setFrameworkId(framework).setType(type);
    }

    private static Call.Reconcile.Task reconciled(TaskRef ref) {
        Call.Reconcile.Task.Builder task = Call.Reconcile.Task.newBuilder().setTaskId(ref.task());
        if (ref.agent() != null) {
            task.setAgentId(ref.agent());
        }
        return task.build();
    }

    private static Filters refuse(double seconds) {
        return Filters.newBuilder().setRefuseSeconds(seconds).build();
    }

    private static List<String> sorted(Set<String> roles) {
        return roles.stream().sorted().toList();
    }
}
