package stadion.deploy.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A flag that is accepted without a warning must change something. */
@AnalyzeClasses(packages = "stadion.deploy.server", importOptions = DoNotIncludeTests.class)
class ServerConfigTest {

    @ArchTest
    static final ArchRule everySettingIsRead = methods()
            .that(describe("are components of the configuration", ServerConfigTest::isComponent))
            .should(have(describe("a reader outside of it", ServerConfigTest::isReadElsewhere)));

    private static boolean isComponent(JavaMethod method) {
        return method.getOwner().getName().startsWith(ServerConfig.class.getName())
                && method.getOwner().tryGetField(method.getName()).isPresent();
    }

    private static boolean isReadElsewhere(JavaMethod method) {
        return method.getAccessesToSelf().stream()
                .anyMatch(access -> !access.getOriginOwner().getName().startsWith(ServerConfig.class.getName() + "$")
                        && !access.getOriginOwner().isEquivalentTo(ServerConfig.class));
    }
}
