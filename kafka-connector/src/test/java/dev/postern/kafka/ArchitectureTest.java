package dev.postern.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
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
                .resideInAnyPackage(
                        "dev.postern.jca..",
                        "jakarta.ejb..",
                        "jakarta.resource..",
                        "jakarta.transaction..",
                        "io.netty..")
                .check(CLASSES);
    }

    @Test
    void theClientOfMailboxesIsKnownWhereTheyAreRead() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.postern.kafka.source.imap..", "dev.postern.kafka.source.pop3..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "org.eclipse.angus..")
                .check(CLASSES);
    }

    @Test
    void theWaysInWhichMailComesKnowNothingOfEachOther() {
        for (String way : List.of("listener", "imap", "pop3")) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.postern.kafka.source." + way)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(Stream.of("listener", "imap", "pop3")
                            .filter(other -> !other.equals(way))
                            .map(other -> "dev.postern.kafka.source." + other)
                            .toArray(String[]::new))
                    .check(CLASSES);
        }
        noClasses()
                .that()
                .resideInAnyPackage("dev.postern.kafka.source.mailbox", "dev.postern.kafka.source.record")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.postern.kafka.source.imap",
                        "dev.postern.kafka.source.pop3",
                        "dev.postern.kafka.source.listener")
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
