package dev.postern.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.postern.kafka");

    @Test
    void theConnectorsKnowNoApplicationServerAndNoNetty() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.postern.jca..", "jakarta..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void sinkAndSourceNeverMeet() {
        noClasses()
                .that()
                .resideInAPackage("dev.postern.kafka.sink..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.postern.kafka.source..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.postern.kafka.source..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.postern.kafka.sink..", "dev.postern.smtp.client..")
                .check(CLASSES);
    }

    @Test
    void whatARecordSaysKnowsNoWayInWhichMailComes() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.postern.kafka.source.record..", "dev.postern.kafka.source.feedback..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.postern.kafka.source", "dev.postern.kafka.source.listener..", "dev.postern.smtp.server..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("dev.postern.kafka.source.feedback..", "dev.postern.kafka.source.record.claim..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.postern.kafka.source.record")
                .check(CLASSES);
    }
}
