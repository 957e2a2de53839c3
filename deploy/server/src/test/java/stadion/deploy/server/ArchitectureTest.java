package stadion.deploy.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** The arrows between the modules, and what keeps decisions apart from effects. */
@AnalyzeClasses(
        packages = "stadion",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {

    /** What other modules' tests share with the tests of this one. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String SCHEDULER = "stadion.scheduler..";
    private static final String API = "stadion.api..";
    private static final String PERSISTENCE = "stadion.persistence..";
    private static final String LOCAL_MESOS = "stadion.localmesos..";
    private static final String DEPLOY = "stadion.deploy..";

    /** What carries decisions out and may use Akka, by the end of its name. */
    private static final List<String> EFFECTS = List.of("Actor", "Manager", "Gateway", "Guardian");

    /** What may use Akka in scheduler-core and is named otherwise, with the reason. */
    private static final Set<String> NAMED_EFFECTS = Set.of(
            // Actors of the design.
            "stadion.scheduler.launch.LaunchQueue",
            "stadion.scheduler.launch.Matcher",
            // What event-sourced actors with news have in common.
            "stadion.scheduler.event.NewsSource",
            // Parts of AppActor in files of their own.
            "stadion.scheduler.app.Consequences",
            "stadion.scheduler.app.Revisions",
            "stadion.scheduler.app.TaskActors",
            "stadion.scheduler.app.UnknownTask",
            // A part of Matcher in a file of its own.
            "stadion.scheduler.launch.OfferWishes",
            // References to actors, handed around.
            "stadion.scheduler.Scheduler",
            "stadion.scheduler.app.AppEnvironment",
            "stadion.scheduler.launch.Demand",
            "stadion.scheduler.launch.Found",
            // The HTTP client of the Mesos master.
            "stadion.scheduler.mesos.CallConnection",
            "stadion.scheduler.mesos.CallLane",
            "stadion.scheduler.mesos.FrameworkIdentity",
            "stadion.scheduler.mesos.MasterHttp",
            "stadion.scheduler.mesos.MasterLink",
            "stadion.scheduler.mesos.RecordIo",
            "stadion.scheduler.mesos.SubscriptionStream");

    @ArchTest
    static final ArchRule theSchedulerKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage(SCHEDULER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, PERSISTENCE, LOCAL_MESOS, DEPLOY);

    @ArchTest
    static final ArchRule theSchedulerKnowsNeitherRoutesNorJournals = noClasses()
            .that()
            .resideInAPackage(SCHEDULER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "akka.http.javadsl.server..",
                    "akka.http.scaladsl.server..",
                    "akka.persistence.jdbc..",
                    "java.sql..",
                    "javax.sql..",
                    "slick..",
                    "org.sqlite..");

    @ArchTest
    static final ArchRule theApiKnowsOnlyTheScheduler = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PERSISTENCE, LOCAL_MESOS, DEPLOY);

    @ArchTest
    static final ArchRule theStoresKnowOnlyTheScheduler = noClasses()
            .that()
            .resideInAPackage(PERSISTENCE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API, LOCAL_MESOS, DEPLOY);

    @ArchTest
    static final ArchRule theEmbeddedMesosKnowsNothingOfStadion = noClasses()
            .that()
            .resideInAPackage(LOCAL_MESOS)
            .should()
            .dependOnClassesThat(resideInAPackage("stadion..").and(resideOutsideOfPackages(LOCAL_MESOS)));

    @ArchTest
    static final ArchRule whatDecidesDoesNotUseAkka = noClasses()
            .that()
            .resideInAPackage(SCHEDULER)
            .and(areNotEffects())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..");

    @ArchTest
    static final ArchRule whatDecidesReadsNoClock =
            noClasses().that().resideInAPackage(SCHEDULER).and(areNotEffects()).should(callMethodWhere(aClockIsRead()));

    @ArchTest
    static final ArchRule actorsAreNamedSo = classes()
            .that()
            .resideInAPackage("stadion..")
            .and()
            .areAssignableTo(akka.actor.typed.Behavior.class)
            .should(be(describe("named as what has effects", ArchitectureTest::isEffect)));

    /** But for the plugins of Akka Persistence, which Akka asks for so. */
    @ArchTest
    static final ArchRule actorsAreTyped = noClasses()
            .that()
            .areNotAssignableTo(akka.persistence.journal.AsyncWriteJournal.class)
            .and()
            .areNotAssignableTo(akka.persistence.snapshot.SnapshotStore.class)
            .should()
            .beAssignableTo(akka.actor.Actor.class);

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Base");

    private static DescribedPredicate<JavaClass> areNotEffects() {
        return describe("are not actors or what serves them", javaClass -> !isEffect(javaClass));
    }

    /** A nested class counts as the class that its file is named after. */
    private static boolean isEffect(JavaClass javaClass) {
        String name = javaClass.getName().replaceFirst("\\$.*", "");
        return NAMED_EFFECTS.contains(name) || EFFECTS.stream().anyMatch(name::endsWith);
    }

    private static DescribedPredicate<JavaCall<?>> aClockIsRead() {
        return describe("the clock is read", call -> {
            CodeUnitCallTarget target = call.getTarget();
            String owner = target.getOwner().getName();
            String method = target.getName();
            boolean ofSystem = owner.equals("java.lang.System")
                    && (method.equals("currentTimeMillis") || method.equals("nanoTime"));
            boolean ofTime = owner.startsWith("java.time.") && (method.equals("now") || method.startsWith("system"));
            return ofSystem || ofTime;
        });
    }
}
