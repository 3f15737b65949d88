package dev.postern.smtp.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Domain;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTableTest {
    private static final ProviderTable TABLE = ProviderTable.shipped();
    private static final String ROW = "a\tA\tpassword\tall\t-\t-\t-\tsmtp.example.org:465 tls\t-\t-";

    static List<Provider> all() {
        return TABLE.names().stream()
                .map(name -> TABLE.named(name.replace("REGION", "eu-west-1")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyProviderHasWhatASettingNeeds(Provider provider) {
        MailEndpoint submission = provider.endpoint(MailService.SUBMISSION).orElseThrow();
        assertTrue(Set.of(465, 587).contains(submission.port()), submission::toString);
        assertFalse(provider.logins().isEmpty());
        assertTrue(provider.takesPassword() || provider.takesToken(), provider::toString);
        assertEquals(provider.takesToken(), provider.tokenEndpoint() != null, provider::toString);
        provider.endpoints().forEach((service, endpoint) -> {
            assertEquals(service.port(endpoint.protection()), endpoint.port(), endpoint::toString);
            assertEquals(endpoint.host(), Domain.parse(endpoint.host()).text());
        });
        provider.domains()
                .forEach(domain -> assertEquals(domain, Domain.parse(domain).text()));
        for (String pattern : provider.exchangers()) {
            String name = pattern.startsWith("*.") ? pattern.substring(2) : pattern;
            assertEquals(name, Domain.parse(name).text());
            assertTrue(name.indexOf('.') > 0 || name.equals("mx.microsoft"), name);
        }
        URI tokens = provider.tokenEndpoint();
        assertTrue(tokens == null || tokens.getScheme().equals("https"), provider::toString);
    }

    @Test
    void noNameDomainOrPatternStandsTwice() {
        assertEquals(TABLE.names().size(), new HashSet<>(TABLE.names()).size());
        List<String> domains =
                all().stream().flatMap(each -> each.domains().stream()).toList();
        assertEquals(domains.size(), new HashSet<>(domains).size(), domains::toString);
        List<String> patterns =
                all().stream().flatMap(each -> each.exchangers().stream()).toList();
        assertEquals(patterns.size(), new HashSet<>(patterns).size(), patterns::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "gmail, smtp.gmail.com, 465, IMPLICIT",
        "GMail, smtp.gmail.com, 465, IMPLICIT",
        "office365, smtp.office365.com, 587, STARTTLS",
        "ses:eu-west-1, email-smtp.eu-west-1.amazonaws.com, 465, IMPLICIT",
        "SES:us-gov-east-1, email-smtp.us-gov-east-1.amazonaws.com, 465, IMPLICIT",
        "sparkpost-eu, smtp.eu.sparkpostmail.com, 587, STARTTLS"
    })
    void aNameIsAServer(String name, String host, int port, Protection protection) {
        assertEquals(
                Optional.of(new MailEndpoint(MailService.SUBMISSION, host, port, protection)),
                TABLE.named(name).endpoint(MailService.SUBMISSION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ses",
                "ses:",
                "ses:eu-west-1.evil.example/",
                "ses:eu_west_1",
                "ses:-eu",
                "ses:eu-",
                "ses: eu",
                "ses:eu:west",
                "ses:{region}",
                "ses:123456789012345678901234567890123"
            })
    void aRegionIsLettersDigitsAndHyphensOfBoundedLength(String name) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> TABLE.named(name));
        assertTrue(refusal.getMessage().contains("ses:eu-west-1"), refusal::getMessage);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        for (String name : List.of("", "gmial", "smtp.gmail.com", "gmail.com")) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> TABLE.named(name));
            assertTrue(refusal.getMessage().startsWith("must be one of gmail, "), refusal::getMessage);
            assertTrue(refusal.getMessage().contains("ses:REGION"), refusal::getMessage);
        }
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> TABLE.named("gmail:eu-west-1"));
        assertEquals("must be gmail alone, without anything behind it", refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "aspmx.l.google.com, google-workspace",
        "alt4.aspmx.l.google.com, google-workspace",
        "smtp.google.com, google-workspace",
        "aspmx2.googlemail.com, google-workspace",
        "example-org.mail.protection.outlook.com, office365",
        "outlook-com.olc.protection.outlook.com, outlook.com",
        "in1-smtp.messagingengine.com, fastmail",
        "mx01.mail.icloud.com, icloud",
        "mta7.am0.yahoodns.net, yahoo",
        "mx00.emig.gmx.net, gmx",
        "mxext2.mailbox.org, mailbox.org",
        "smtpin.rzone.de, strato",
        "mx2.zoho.eu, zoho-organization-eu",
        "mail.protonmail.ch, proton"
    })
    void aDomainsExchangersTellWhoseCustomerItIs(String host, String name) {
        assertEquals(Optional.of(name), TABLE.ofExchanger(host).map(Provider::name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "google.com",
                "evil-smtp.google.com",
                "l.google.com",
                "aspmx.l.google.com.evil.example",
                "evilmessagingengine.com",
                "messagingengine.com.evil.example",
                "mx.example.org",
                ""
            })
    void aNameThatOnlyLooksLikeThemTellsNothing(String host) {
        assertEquals(Optional.empty(), TABLE.ofExchanger(host));
    }

    @Test
    void ownDomainsAndServersTellItToo() {
        assertEquals(
                Optional.of("gmail"), TABLE.ofDomain(Domain.parse("GMAIL.com")).map(Provider::name));
        assertEquals(Optional.empty(), TABLE.ofDomain(Domain.parse("example.org")));
        assertEquals(
                Optional.of("fastmail"), TABLE.ofServer("smtp.fastmail.com").map(Provider::name));
        assertEquals(Optional.empty(), TABLE.ofServer("smtp.example.org"));
    }

    @Test
    void aLoginThatIsKnownByTheAddressIsNotNeeded() {
        assertFalse(TABLE.named("google-workspace-relay").needsLogin());
        assertTrue(TABLE.named("gmail").needsLogin());
        assertFalse(TABLE.named("outlook.com").takesPassword());
        assertFalse(TABLE.named("sendgrid").takesToken());
    }

    @Test
    void aTableIsReadStrictly() {
        assertEquals(
                List.of("a"), ProviderTable.parse("# comment\n" + ROW + "\n").names());
        for (String line : List.of(
                ROW + "\tmore",
                ROW.replace("\tall\t", "\t\t"),
                ROW.replace("465 tls", "465"),
                ROW.replace("465 tls", "465 none"),
                ROW.replace("smtp.example.org:", ""))) {
            assertThrows(IllegalArgumentException.class, () -> ProviderTable.parse(line), line);
        }
        ProviderTable wrongLogin = ProviderTable.parse(ROW.replace("password", "pasword"));
        assertThrows(IllegalArgumentException.class, () -> wrongLogin.named("a"));
        ProviderTable wrongPort = ProviderTable.parse(ROW.replace(":465", ":65536"));
        assertThrows(IllegalArgumentException.class, () -> wrongPort.named("a"));
    }
}
