package dev.postern.mail;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.postern.mail");

    @Test
    void mailKnowsNeitherHowItMovesNorWhoAsksForIt() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.postern.smtp..",
                        "dev.postern.jca..",
                        "dev.postern.kafka..",
                        "io.netty..",
                        "org.apache.kafka..",
                        "jakarta..")
                .check(MAIL);
    }
}
