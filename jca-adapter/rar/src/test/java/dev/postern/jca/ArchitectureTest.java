package dev.postern.jca;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.postern.jca");

    @Test
    void whatApplicationsCompileAgainstIsMailAndNothingElse() {
        classes()
                .that()
                .resideInAnyPackage("dev.postern.jca", "dev.postern.jca.config")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "jakarta..",
                        "org.jspecify..",
                        "dev.postern.mail",
                        "dev.postern.mail.auth.field",
                        "dev.postern.jca",
                        "dev.postern.jca.config")
                .check(CLASSES);
    }

    @Test
    void theAdapterKnowsNeitherNettyNorAServersOwnClasses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.postern.kafka..",
                        "io.netty..",
                        "fish.payara..",
                        "org.glassfish..",
                        "org.jboss..",
                        "org.wildfly..")
                .check(CLASSES);
    }

    @Test
    void onePackageAloneKnowsKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.postern.jca.outbound.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.postern.jca.outbound.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "dev.postern.smtp.client..")
                .check(CLASSES);
    }

    @Test
    void inboundKnowsNothingOfSending() {
        noClasses()
                .that()
                .resideInAPackage("dev.postern.jca.inbound..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.postern.smtp.client..", "dev.postern.smtp.delivery..")
                .check(CLASSES);
    }
}
