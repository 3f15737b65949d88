package dev.postern.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.postern.gateway");

    @Test
    void theBeansAreAnApplicationLikeAnyOther() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.management..",
                        "jakarta..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "org.apache.kafka..",
                        "dev.postern.mail",
                        "dev.postern.jca",
                        "dev.postern.jca.config",
                        "dev.postern.gateway",
                        "dev.postern.gateway.health",
                        "org.eclipse.microprofile.health",
                        "dev.postern.gateway.route")
                .check(CLASSES);
    }

    @Test
    void theRoutingTableKnowsNeitherBeansNorKafka() {
        classes()
                .that()
                .resideInAPackage("dev.postern.gateway.route")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "dev.postern.mail",
                        "dev.postern.jca",
                        "dev.postern.jca.config",
                        "dev.postern.gateway.route")
                .check(CLASSES);
    }

    /** In the EAR it lies in lib, where the modules can't be seen. */
    @Test
    void theHealthCheckKnowsNoBean() {
        classes()
                .that()
                .resideInAPackage("dev.postern.gateway.health")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.management..",
                        "jakarta.enterprise.context",
                        "org.jspecify..",
                        "org.slf4j..",
                        "org.eclipse.microprofile.health",
                        "dev.postern.gateway.health")
                .check(CLASSES);
    }
}
