package dev.postern.smtp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SMTP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.postern.smtp");

    @Test
    void serverAndClientNeverMeet() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("values")
                .definedBy("dev.postern.smtp")
                .layer("wire")
                .definedBy("dev.postern.smtp.wire")
                .layer("sasl")
                .definedBy("dev.postern.smtp.sasl")
                .layer("auth")
                .definedBy("dev.postern.smtp.auth..")
                .layer("login")
                .definedBy("dev.postern.smtp.login")
                .layer("policy")
                .definedBy("dev.postern.smtp.policy")
                .layer("scan")
                .definedBy("dev.postern.smtp.scan")
                .layer("milter")
                .definedBy("dev.postern.smtp.milter")
                .layer("server")
                .definedBy("dev.postern.smtp.server")
                .layer("client")
                .definedBy("dev.postern.smtp.client")
                .layer("delivery")
                .definedBy("dev.postern.smtp.delivery")
                .layer("journal")
                .definedBy("dev.postern.smtp.journal")
                .layer("maildir")
                .definedBy("dev.postern.smtp.maildir")
                .layer("discovery")
                .definedBy("dev.postern.smtp.discovery")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("milter", "server", "client", "discovery")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("sasl")
                .mayOnlyBeAccessedByLayers("auth", "login", "server", "client")
                .whereLayer("login")
                .mayOnlyBeAccessedByLayers("client")
                .whereLayer("policy")
                .mayOnlyBeAccessedByLayers("scan", "milter", "server")
                .whereLayer("scan")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("milter")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("delivery", "discovery")
                .whereLayer("discovery")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("journal")
                .whereLayer("journal")
                .mayOnlyBeAccessedByLayers("maildir")
                .whereLayer("maildir")
                .mayNotBeAccessedByAnyLayer()
                .check(SMTP);
    }

    @Test
    void theWordsOfSmtpKnowNoNetwork() {
        classes()
                .that()
                .resideInAPackage("dev.postern.smtp")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.postern.mail", "dev.postern.smtp")
                .check(SMTP);
    }

    @Test
    void providersAreDataAndKnowNoNetwork() {
        classes()
                .that()
                .resideInAPackage("dev.postern.smtp.provider")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.postern.mail", "dev.postern.smtp.provider")
                .check(SMTP);
    }

    @Test
    void limitsAreDataAndKnowNoNetwork() {
        classes()
                .that()
                .resideInAPackage("dev.postern.smtp.limit")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.postern.smtp.limit")
                .check(SMTP);
    }

    @Test
    void whoAServerIsIsDecidedWithoutTheNetwork() {
        classes()
                .that()
                .resideInAnyPackage("dev.postern.smtp.dane", "dev.postern.smtp.tlsrpt")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.naming..",
                        "javax.net.ssl..",
                        "javax.security.auth..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.core..",
                        "dev.postern.mail",
                        "dev.postern.mail.dns",
                        "dev.postern.smtp.dane",
                        "dev.postern.smtp.tlsrpt")
                .check(SMTP);
    }

    @Test
    void whoIsWhoIsDecidedWithoutTheNetwork() {
        classes()
                .that()
                .resideInAnyPackage("dev.postern.smtp.sasl", "dev.postern.smtp.auth..", "dev.postern.smtp.login")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "at.favre.lib.crypto.bcrypt..",
                        "com.fasterxml.jackson.core..",
                        "com.ongres..",
                        "dev.postern.mail",
                        "dev.postern.smtp.sasl",
                        "dev.postern.smtp.auth..",
                        "dev.postern.smtp.login")
                .check(SMTP);
    }

    @Test
    void theEngineKnowsNeitherKafkaNorEnterpriseJava() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.postern.jca..", "dev.postern.kafka..", "org.apache.kafka..", "jakarta..")
                .check(SMTP);
    }
}
