package io.tasksweep;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** Which room may see which. */
@AnalyzeClasses(packages = "io.tasksweep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String DOMAIN = "io.tasksweep.domain..";
    private static final String DELETION = "io.tasksweep.deletion..";
    private static final String AUTH = "io.tasksweep.auth..";
    private static final String CODEC = "io.tasksweep.codec..";
    private static final String BUS = "io.tasksweep.bus..";

    @ArchTest
    static final ArchRule theDomainKnowsNothingButJava = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(DOMAIN, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule useCasesKnowNoTechnology = classes()
            .that()
            .resideInAPackage(DELETION)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(DELETION, DOMAIN, "io.vertx.core", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule authSeesCodecAndDomain = room("auth", CODEC, DOMAIN);

    @ArchTest
    static final ArchRule codecSeesTheDomainOnly = room("codec", DOMAIN);

    @ArchTest
    static final ArchRule storesSeePortsAndDomain = room("store", DELETION, DOMAIN);

    @ArchTest
    static final ArchRule busSeesUseCasesAuthAndCodec = room("bus", DELETION, AUTH, CODEC, DOMAIN);

    @ArchTest
    static final ArchRule httpSeesTheBusToo = room("http", DELETION, AUTH, BUS, CODEC, DOMAIN);

    @ArchTest
    static final ArchRule observersSeeUseCasesAndCodec = room("observe", DELETION, CODEC, DOMAIN);

    @ArchTest
    static final ArchRule nothingSeesTheApplication = noClasses()
            .that()
            .resideOutsideOfPackage("io.tasksweep.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tasksweep.app..");

    @ArchTest
    static final ArchRule storesNeverMeet =
            slices().matching("io.tasksweep.store.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("io.tasksweep.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule httpSeesUseCasesByTheirInterfaces = noClasses()
            .that()
            .resideInAPackage("io.tasksweep.http..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.tasksweep.deletion..").and(not(INTERFACES)));

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Common)")
            .orShould()
            .resideInAnyPackage("..utils..", "..util..", "..common..", "..impl..");

    private static ArchRule room(String name, String... mayBeSeen) {
        String here = "io.tasksweep." + name + "..";
        List<String> seen = new ArrayList<>(List.of(mayBeSeen));
        seen.add(here);
        return noClasses()
                .that()
                .resideInAPackage(here)
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.and(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("io.tasksweep.."),
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(
                                seen.toArray(String[]::new))));
    }
}
