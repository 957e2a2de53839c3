package stadion.localmesos.master;

import static org.assertj.core.api.Assertions.assertThat;
import static stadion.localmesos.master.Launches.defaultExecutor;
import static stadion.localmesos.master.Launches.launch;
import static stadion.localmesos.master.Launches.launchGroup;
import static stadion.localmesos.master.Launches.resources;
import static stadion.localmesos.master.Reservations.createVolumes;
import static stadion.localmesos.master.Reservations.destroyVolumes;
import static stadion.localmesos.master.Reservations.reserve;
import static stadion.localmesos.master.Reservations.reserved;
import static stadion.localmesos.master.Reservations.unreserve;
import static stadion.localmesos.master.Reservations.volume;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.Test;
import stadion.localmesos.master.Acceptance.Convert;
import stadion.localmesos.master.Acceptance.Drop;
import stadion.localmesos.master.Acceptance.Effect;
import stadion.localmesos.master.Acceptance.Launch;
import stadion.localmesos.master.Acceptance.Refuse;
import stadion.localmesos.resources.ResourceText;
import stadion.localmesos.resources.Resources;

class AcceptanceTest {

    private static final String TOTAL = "cpus:4;mem:1000;disk:500;ports:[31000-31009]";
    private static final FrameworkID FRAMEWORK =
            FrameworkID.newBuilder().setValue("f").build();

    private final AgentEntry agent = new AgentEntry(new SilentAgent("s1", TOTAL), Instant.EPOCH);
    private final Framework framework = new Framework(
            TestFramework.info("db").setId(FRAMEWORK).setPrincipal("p").build(), Instant.EPOCH);
    private Resources offered = ResourceText.parse(TOTAL);

    private Acceptance.Outcome accept(Offer.Operation... operations) {
        return new Acceptance(framework, agent, "db", offered).decide(List.of(operations));
    }

    private TaskInfo.Builder task(String id) {
        return Launches.task(id, agent.id(), "cpus:1;mem:100");
    }

    private String refusalOf(TaskInfo.Builder task) {
        return refusalOf(launch(task));
    }

    private String refusalOf(Offer.Operation operation) {
        var effects = accept(operation).effects();
        assertThat(effects).hasSize(1).hasOnlyElementsOfType(Refuse.class);
        return ((Refuse) effects.get(0)).message();
    }

    private String dropOf(Offer.Operation... operations) {
        var effects = accept(operations).effects();
        assertThat(effects.get(effects.size() - 1)).isInstanceOf(Drop.class);
        return ((Drop) effects.get(effects.size() - 1)).message();
    }

    @Test
    void tasksTakeTheirResourcesAndTheRestIsDeclined() {
        var outcome = accept(launch(task("a"), task("b")));
        assertThat(outcome.effects())
                .extracting(effect -> ((Launch) effect).tasks().get(0).getName())
                .containsExactly("a", "b");
        assertThat(outcome.declined()).isEqualTo(ResourceText.parse("cpus:2;mem:800;disk:500;ports:[31000-31009]"));
        assertThat(outcome.converted().isEmpty()).isTrue();
    }

    @Test
    void operationsSeeWhatTheOnesBeforeLeft() {
        var outcome = accept(launch(task("a"), task("b"), task("c"), task("d"), task("e")));
        assertThat(outcome.effects()).hasSize(5);
        assertThat(outcome.effects().get(4)).isInstanceOfSatisfying(Refuse.class, refuse -> {
            assertThat(refuse.reason()).isEqualTo(TaskStatus.Reason.REASON_TASK_INVALID);
            assertThat(refuse.message())
                    .isEqualTo("Total resources cpus(allocated: db):1; mem(allocated: db):100 required by task and its"
                            + " executor is more than available mem(allocated: db):600; disk(allocated: db):500;"
                            + " ports(allocated: db):[31000-31009]");
        });
    }

    @Test
    void aPortIsGivenOnce() {
        var first = task("a").addAllResources(resources("ports:[31000-31001]"));
        var second = task("b").addAllResources(resources("ports:[31001-31002]"));
        var effects = accept(launch(first, second)).effects();
        assertThat(effects.get(0)).isInstanceOf(Launch.class);
        assertThat(effects.get(1)).isInstanceOf(Refuse.class);
    }

    @Test
    void invalidTasksAreRefusedInMesosWords() {
        assertThat(refusalOf(task("a/b"))).isEqualTo("'a/b' contains invalid characters");
        assertThat(refusalOf(task("a").setAgentId(AgentID.newBuilder().setValue("other"))))
                .isEqualTo("Task uses invalid agent other while agent s1 is expected");
        assertThat(refusalOf(task("a").clearResources())).isEqualTo("Task uses no resources");
        assertThat(refusalOf(task("a").clearCommand()))
                .isEqualTo("Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
        assertThat(refusalOf(task("a")
                        .setKillPolicy(KillPolicy.newBuilder()
                                .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(-1)))))
                .isEqualTo("Task's 'kill_policy.grace_period' must be non-negative");
        assertThat(refusalOf(task("a").setHealthCheck(HealthCheck.newBuilder().setType(HealthCheck.Type.HTTP))))
                .isEqualTo("Task uses invalid health check: Expecting 'http' to be set for HTTP health check");
        assertThat(refusalOf(task("a")
                        .setCommand(CommandInfo.newBuilder()
                                .setEnvironment(Environment.newBuilder()
                                        .addVariables(Environment.Variable.newBuilder()
                                                .setName("X"))))))
                .isEqualTo("Task's `CommandInfo` is invalid: Environment variable 'X' of type 'VALUE' must have a value"
                        + " set");
        assertThat(refusalOf(task("a").setContainer(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER))))
                .isEqualTo("Task's `ContainerInfo` is invalid: DockerInfo 'docker' is not set for DOCKER typed"
                        + " ContainerInfo");
        assertThat(refusalOf(task("a")
                        .setContainer(ContainerInfo.newBuilder()
                                .setType(ContainerInfo.Type.MESOS)
                                .addVolumes(Volume.newBuilder()
                                        .setMode(Volume.Mode.RW)
                                        .setContainerPath("x")))))
                .contains("Invalid volume: Only one of them should be set");
        assertThat(refusalOf(task("a")
                        .putLimits(
                                "cpus", Value.Scalar.newBuilder().setValue(0.5).build())))
                .isEqualTo("The cpu limit must be greater than or equal to the cpu request");
        assertThat(refusalOf(task("a")
                        .clearResources()
                        .addResources(resources("cpus:1").get(0).toBuilder()
                                .setAllocationInfo(
                                        Resource.AllocationInfo.newBuilder().setRole("other")))))
                .contains("The resources have multiple allocation roles ('other' and 'db')");
        assertThat(refusalOf(launch(task("a")).toBuilder()
                        .setId(OperationID.newBuilder().setValue("op"))
                        .build()))
                .isEqualTo("The `id` field cannot be set on LAUNCH operations");
    }

    @Test
    void theIdOfAKnownTaskIsRefused() {
        framework.add(new Task(task("a").build(), FRAMEWORK, agent, "db", null));
        assertThat(refusalOf(task("a"))).isEqualTo("Task has duplicate ID: a");
    }

    @Test
    void aGroupIsLaunchedWithItsExecutorOrNotAtAll() {
        var outcome = accept(launchGroup(
                defaultExecutor("e", FRAMEWORK),
                task("a").addAllResources(resources("ports:[31000-31000]")),
                task("b").addAllResources(resources("ports:[31001-31001]"))));
        assertThat(outcome.effects()).singleElement().isInstanceOfSatisfying(Launch.class, launch -> {
            assertThat(launch.group()).isTrue();
            assertThat(launch.tasks()).hasSize(2);
            assertThat(launch.executor()).isPresent();
        });
        assertThat(outcome.declined()).isEqualTo(ResourceText.parse("cpus:1.9;mem:768;disk:490;ports:[31002-31009]"));
        var tooMuch = accept(launchGroup(
                defaultExecutor("e", FRAMEWORK), task("a"), task("b").addAllResources(resources("disk:1000"))));
        assertThat(tooMuch.effects())
                .hasSize(2)
                .allSatisfy(effect ->
                        assertThat(((Refuse) effect).reason()).isEqualTo(TaskStatus.Reason.REASON_TASK_GROUP_INVALID));
        assertThat(tooMuch.declined()).isEqualTo(offered);
    }

    @Test
    void tasksOfAGroupMustNotOverlap() {
        var port = resources("ports:[31000-31000]");
        assertThat(accept(launchGroup(
                                defaultExecutor("e", FRAMEWORK),
                                task("a").addAllResources(port),
                                task("b").addAllResources(port)))
                        .effects())
                .hasSize(2)
                .allSatisfy(effect ->
                        assertThat(((Refuse) effect).message()).startsWith("There are overlapping resources"));
    }

    @Test
    void theExecutorOfAGroupNeedsItsOwnResources() {
        UnaryOperator<String> refusal = executorResources -> refusalOf(launchGroup(
                defaultExecutor("e", FRAMEWORK).clearResources().addAllResources(resources(executorResources)),
                task("a")));
        assertThat(refusal.apply("cpus:0.1;mem:32")).isEqualTo("Executor 'e' uses no disk");
        assertThat(refusal.apply("mem:32;disk:10"))
                .isEqualTo("Executor 'e' uses less CPUs (None) than the minimum required (0.01)");
        assertThat(refusal.apply("cpus:0.1;mem:16;disk:10"))
                .isEqualTo("Executor 'e' uses less memory (16.0MB) than the minimum required (32MB)");
    }

    @Test
    void invalidGroupsAreRefusedInMesosWords() {
        assertThat(refusalOf(launchGroup(defaultExecutor("e", FRAMEWORK).clearType(), task("a"))))
                .isEqualTo("'ExecutorInfo.type' must be set");
        assertThat(refusalOf(
                        launchGroup(defaultExecutor("e", FRAMEWORK).setCommand(CommandInfo.newBuilder()), task("a"))))
                .isEqualTo("'ExecutorInfo.command' must not be set for 'DEFAULT' executor");
        assertThat(refusalOf(launchGroup(
                        defaultExecutor("e", FRAMEWORK),
                        task("a")
                                .setContainer(ContainerInfo.newBuilder()
                                        .setType(ContainerInfo.Type.DOCKER)
                                        .setDocker(ContainerInfo.DockerInfo.newBuilder()
                                                .setImage("i"))))))
                .isEqualTo("Task 'a' is invalid: Docker ContainerInfo is not supported on the task");
    }

    @Test
    void aRunningExecutorIsNotPaidForAgain() {
        var executor = defaultExecutor("e", FRAMEWORK).build();
        agent.add(
                new Task(task("old").build(), FRAMEWORK, agent, "db", executor.getExecutorId()), Optional.of(executor));
        var outcome = accept(launchGroup(executor.toBuilder(), task("a")));
        assertThat(outcome.declined()).isEqualTo(ResourceText.parse("cpus:3;mem:900;disk:500;ports:[31000-31009]"));
        assertThat(refusalOf(launchGroup(executor.toBuilder().setName("another"), task("b"))))
                .startsWith("ExecutorInfo is not compatible with existing ExecutorInfo");
    }

    @Test
    void aFrameworksOwnExecutorIsPaidForOnce() {
        var executor = ExecutorInfo.newBuilder()
                .setExecutorId(ExecutorID.newBuilder().setValue("own"))
                .setCommand(CommandInfo.newBuilder().setValue("./run"))
                .addAllResources(resources("cpus:0.5"));
        var outcome = accept(launch(
                task("a").clearCommand().setExecutor(executor),
                task("b").clearCommand().setExecutor(executor)));
        assertThat(outcome.effects()).hasOnlyElementsOfType(Launch.class);
        assertThat(outcome.declined().scalar("cpus")).isEqualTo(1.5);
    }

    @Test
    void reservedResourcesAndVolumesAreOfferedAgainAtOnce() {
        var outcome = accept(
                reserve(reserved("db", "p", "cpus:1;mem:100;disk:64")), createVolumes(volume("db", "p", "v1", 64)));
        assertThat(outcome.effects()).hasSize(2).hasOnlyElementsOfType(Convert.class);
        assertThat(outcome.declined()).isEqualTo(ResourceText.parse("cpus:3;mem:900;disk:436;ports:[31000-31009]"));
        assertThat(outcome.converted())
                .isEqualTo(Resources.of(reserved("db", "p", "cpus:1;mem:100"))
                        .plus(Resources.of(volume("db", "p", "v1", 64))));
    }

    @Test
    void aTaskCanUseWhatTheSameCallReserved() {
        var reservedCpus = reserved("db", "p", "cpus:1");
        var outcome =
                accept(reserve(reservedCpus), launch(task("a").clearResources().addAllResources(reservedCpus)));
        assertThat(outcome.effects()).extracting(Effect::getClass).containsExactly(Convert.class, Launch.class);
        assertThat(outcome.converted().isEmpty()).isTrue();
    }

    @Test
    void destroyAndUnreserveTurnVolumesIntoFreeDisk() {
        offered = offered.minus(ResourceText.parse("disk:64")).plus(Resources.of(volume("db", "p", "v1", 64)));
        agent.convert(ResourceText.parse("disk:64"), Resources.of(volume("db", "p", "v1", 64)));
        var outcome = accept(destroyVolumes(volume("db", "p", "v1", 64)), unreserve(reserved("db", "p", "disk:64")));
        assertThat(outcome.effects()).hasSize(2).hasOnlyElementsOfType(Convert.class);
        assertThat(outcome.converted().plus(outcome.declined())).isEqualTo(ResourceText.parse(TOTAL));
    }

    @Test
    void invalidOperationsAreDroppedInMesosWords() {
        assertThat(dropOf(reserve(resources("cpus:1"))))
                .isEqualTo("Resource cpus(allocated: db):1 is not dynamically reserved; on agent s1 (host-of-s1)");
        assertThat(dropOf(reserve(reserved("db", "other", "cpus:1"))))
                .contains("which does not match a reserved resource in the request with principal 'other'");
        assertThat(dropOf(reserve(reserved("web", "p", "cpus:1"))))
                .contains("for a resource with role 'web', but the resource was allocated to role 'db'");
        assertThat(dropOf(reserve(reserved("db", "p", "cpus:40")))).contains("does not contain cpus(allocated: db):40");
        assertThat(dropOf(unreserve(reserved("db", "p", "cpus:1"))))
                .contains("does not contain cpus(allocated: db)(reservations: [(DYNAMIC,db,p,{instance: i1})]):1");
        assertThat(dropOf(unreserve(List.of(volume("db", "p", "v1", 64)))))
                .contains("cannot be unreserved directly. Please destroy the persistent volume first");
        assertThat(dropOf(createVolumes(reserved("db", "p", "disk:64").get(0)))).contains("does not have DiskInfo");
        assertThat(dropOf(createVolumes(volume("db", "other", "v1", 64))))
                .contains("which does not match a volume in the operation with principal 'other'");
        assertThat(dropOf(destroyVolumes(volume("db", "p", "v1", 64)))).contains("Persistent volumes not found");
        assertThat(dropOf(Offer.Operation.newBuilder()
                        .setType(Offer.Operation.Type.UNKNOWN)
                        .build()))
                .isEqualTo("UNKNOWN is not supported by the embedded Mesos");
    }

    @Test
    void aVolumesIdIsUniqueOnItsAgent() {
        assertThat(dropOf(
                        reserve(reserved("db", "p", "disk:128")),
                        createVolumes(volume("db", "p", "v1", 64)),
                        createVolumes(volume("db", "p", "v1", 64))))
                .contains("Persistence ID 'v1' is not unique");
    }

    @Test
    void whatIsDroppedLeavesTheOfferAsItWas() {
        assertThat(accept(reserve(reserved("db", "p", "cpus:40"))).declined()).isEqualTo(offered);
    }
}
