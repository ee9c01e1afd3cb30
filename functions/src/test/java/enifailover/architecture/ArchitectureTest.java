package enifailover.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("enifailover");

    private static final String[] PURE = {
        "enifailover.event..",
        "enifailover.model..",
        "enifailover.tag..",
        "enifailover.assess..",
        "enifailover.plan..",
        "enifailover.script..",
        "enifailover.readiness.*..",
        "enifailover.report.."
    };

    /// The stories: what happens on an event, on the sweep, in a drill, in an audit.
    private static final String[] STORIES = {
        "enifailover.dispatch..",
        "enifailover.failover..",
        "enifailover.sweep..",
        "enifailover.drill..",
        "enifailover.dashboard..",
        "enifailover.readiness"
    };

    @Test
    void theSdkIsSeenInAwsAndHandlerAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("enifailover.aws..", "enifailover.handler..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "com.amazonaws..")
                .check(MAIN);
    }

    @Test
    void theCoreKnowsNoPortNoClockNoEnvironment() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("enifailover.port..", "enifailover.aws..", "enifailover.handler..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(STORIES)
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.time.Clock.class)
                .check(MAIN);
    }

    @Test
    void onlyTheHandlersReadTheEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackage("enifailover.handler..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .check(MAIN);
    }

    @Test
    void onlyOneClassSleepsOrAsksTheClock() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SystemScheduler")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MAIN);
    }

    @Test
    void theExecutorDoesNotKnowTheStories() {
        noClasses()
                .that()
                .resideInAPackage("enifailover.execute..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("enifailover.assess..", "enifailover.aws..", "enifailover.handler..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(STORIES)
                .check(MAIN);
    }

    @Test
    void noTwoPackagesKnowEachOther() {
        slices().matching("enifailover.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void theStoriesDoNotKnowAwsNorTheHandlers() {
        noClasses()
                .that()
                .resideInAnyPackage(STORIES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("enifailover.aws..", "enifailover.handler..")
                .check(MAIN);
    }

    /// What is decided, counted or sent is chosen by values, never by how a sentence for people begins or what is
    /// in it.
    @Test
    void proseIsNoApi() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "enifailover.assess..",
                        "enifailover.plan..",
                        "enifailover.dispatch..",
                        "enifailover.failover..",
                        "enifailover.sweep..",
                        "enifailover.drill..",
                        "enifailover.dashboard..",
                        "enifailover.report..")
                .should()
                .callMethod(String.class, "startsWith", String.class)
                .orShould()
                .callMethod(String.class, "endsWith", String.class)
                .orShould()
                .callMethod(String.class, "contains", CharSequence.class)
                .check(MAIN);
    }

    @Test
    void noNamesOfNothing() {
        classes()
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Utils?|Processor|Impl|Base|Service)")
                .check(MAIN);
    }
}
