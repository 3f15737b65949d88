package dev.postern.mail.lint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Client;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.DkimSigner;
import dev.postern.mail.dkim.DkimSigningPolicy;
import dev.postern.mail.dkim.TestKeys;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.lint.LintFinding.Verdict;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderLintTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2023-11-14T22:13:20Z"), ZoneOffset.UTC);
    private static final Client.Tls TLS = new Client.Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", null);
    private static final String MAIL = """
            From: Ann <ann@example.org>\r
            To: bob@example.net\r
            Subject: Lunch\r
            Date: Tue, 14 Nov 2023 22:13:00 +0000 (UTC)\r
            Message-ID: <lunch.1@example.org>\r
            List-Unsubscribe: <mailto:off@example.org>, <https://example.org/off?id=4711>\r
            List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
            \r
            At noon?\r
            """;
    private static final String ZONE = TestKeys.zone() + """
            example.org. TXT "v=spf1 ip4:192.0.2.1 -all"
            example.org. MX 10 mx.example.org.
            _dmarc.example.org. TXT "v=DMARC1; p=none"
            1.2.0.192.in-addr.arpa. PTR mta.example.org.
            mta.example.org. A 192.0.2.1
            """;

    @Test
    @Rfc({"8058#3.1", "8058#4"})
    void aGoodNewsletterMeetsAllRules() throws IOException {
        Map<LintRule, LintFinding> findings = check(ZONE, signed(MAIL));
        assertEquals(EnumSet.allOf(LintRule.class), findings.keySet());
        assertEquals(Set.of(), notMet(findings), findings.toString());
    }

    @Test
    void findingsStandInTheOrderOfTheRules() throws IOException {
        List<LintRule> rules = lint(ZONE, client("192.0.2.1", TLS), signed(MAIL)).stream()
                .map(LintFinding::rule)
                .toList();
        assertEquals(Arrays.asList(LintRule.values()), rules);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: Ann <ann@example.org>             | From: Ann <ann@example.org>, Al <al@example.org> | FROM       | name one author",
                "From: Ann <ann@example.org>             | From: Ann                                        | FROM       | not an address",
                "Date: Tue, 14 Nov 2023 22:13:00 +0000 (UTC) | X-Date: today                                | DATE       | RFC 5322",
                "Date: Tue, 14 Nov 2023                  | Date: Tue, 14 Nov 2017                           | DATE       | not about now",
                "Date: Tue, 14 Nov 2023                  | Date: Wed, 15 Nov 2023                           | DATE       | not about now",
                "Message-ID: <lunch.1@example.org>       | Message-ID: lunch                                | MESSAGE_ID | not one Message-ID",
                "Message-ID: <lunch.1@example.org>       | X-ID: 1                                          | MESSAGE_ID | not one Message-ID",
                "<https://example.org/off?id=4711>       | <http://example.org/off>                         | ONE_CLICK  | https",
                "List-Unsubscribe=One-Click              | yes                                              | ONE_CLICK  | List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            })
    void aHeaderThatMissesARuleIsToldWhatToDo(String good, String bad, LintRule rule, String remedy)
            throws IOException {
        assertTrue(MAIL.contains(good));
        LintFinding finding = check(ZONE, signed(MAIL.replace(good, bad))).get(rule);
        assertEquals(Verdict.MISSED, finding.verdict());
        assertTrue(finding.text().contains(remedy), finding.text());
    }

    @Test
    @Rfc("8058#4")
    void whatSaysHowToUnsubscribeMustBeSigned() throws IOException {
        DkimSigningPolicy standard = DkimSigningPolicy.STANDARD;
        DkimSigningPolicy without = new DkimSigningPolicy(
                standard.sealed(), List.of("To"), standard.headerForm(), standard.bodyForm(), standard.validity());
        LintFinding finding = check(ZONE, signed(MAIL, without)).get(LintRule.ONE_CLICK);
        assertEquals(Verdict.MISSED, finding.verdict());
        assertTrue(finding.text().contains("no valid signature covers"), finding.text());
    }

    @Test
    void aFieldThatStandsTwiceIsNamed() throws IOException {
        LintFinding finding = check(ZONE, Message.of(("Subject: Dinner\r\n" + MAIL).getBytes(ISO_8859_1)))
                .get(LintRule.FIELDS);
        assertEquals(Verdict.MISSED, finding.verdict());
        assertTrue(finding.text().contains("more than one of subject"), finding.text());
    }

    @Test
    void mailThatNobodyStandsBehindMissesWhatItNeeds() throws IOException {
        String zone = "example.org. MX 0 .\n";
        Map<LintRule, LintFinding> findings =
                byRule(lint(zone, client("192.0.2.1", null), Message.of(MAIL.getBytes(ISO_8859_1))));
        assertEquals(
                EnumSet.of(
                        LintRule.AUTHENTICATION,
                        LintRule.REVERSE_NAME,
                        LintRule.TLS,
                        LintRule.REPLIES,
                        LintRule.SPF,
                        LintRule.DKIM,
                        LintRule.DMARC,
                        LintRule.ALIGNMENT,
                        LintRule.ONE_CLICK),
                notMet(findings));
        assertEquals(Verdict.UNKNOWN, findings.get(LintRule.ALIGNMENT).verdict());
        assertTrue(findings.get(LintRule.DMARC).text().contains("TXT of _dmarc.example.org"));
        assertTrue(findings.get(LintRule.REPLIES).text().contains("takes no mail"));
        assertTrue(findings.get(LintRule.DKIM).text().contains("it is not signed"));
    }

    @Test
    void anotherDomainThanTheAuthorsIsNotAligned() throws IOException {
        String zone = ZONE + "example.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n";
        Map<LintRule, LintFinding> findings = byRule(new SenderLint(resolver(zone), CLOCK)
                .check(Message.of(MAIL.getBytes(ISO_8859_1)), client("192.0.2.1", TLS), "bounces@example.com")
                .toCompletableFuture()
                .join());
        assertEquals(Verdict.MET, findings.get(LintRule.SPF).verdict());
        assertEquals(Verdict.MET, findings.get(LintRule.AUTHENTICATION).verdict());
        assertEquals(Verdict.MISSED, findings.get(LintRule.ALIGNMENT).verdict());
        assertTrue(findings.get(LintRule.ALIGNMENT).text().contains("sign with a key of the domain in From"));
    }

    @Test
    void nothingIsMissedForWantOfDns() throws IOException {
        Resolver resolver = ZoneResolver.builder()
                .failing("example.org")
                .failing("_dmarc.example.org")
                .failing("1.2.0.192.in-addr.arpa")
                .failing("rsa._domainkey.example.org")
                .timingOut("ed._domainkey.example.org")
                .build();
        Map<LintRule, LintFinding> findings = byRule(new SenderLint(resolver, CLOCK)
                .check(Message.of(MAIL.getBytes(ISO_8859_1)), client("192.0.2.1", TLS), "ann@example.org")
                .toCompletableFuture()
                .join());
        assertEquals(Verdict.UNKNOWN, findings.get(LintRule.SPF).verdict());
        assertEquals(Verdict.UNKNOWN, findings.get(LintRule.AUTHENTICATION).verdict());
        assertEquals(Verdict.UNKNOWN, findings.get(LintRule.REVERSE_NAME).verdict());
        assertEquals(Verdict.UNKNOWN, findings.get(LintRule.DMARC).verdict());
        assertEquals(Verdict.UNKNOWN, findings.get(LintRule.REPLIES).verdict());
    }

    @Test
    void aNameThatLeadsElsewhereIsNone() throws IOException {
        String zone = ZONE.replace("mta.example.org. A 192.0.2.1", "mta.example.org. A 192.0.2.99");
        LintFinding finding = check(zone, signed(MAIL)).get(LintRule.REVERSE_NAME);
        assertEquals(Verdict.MISSED, finding.verdict());
        assertTrue(finding.text().contains("does not lead back"));
    }

    @Test
    void mailThatIsTooLargeIsToldSo() {
        assertEquals(Verdict.MET, SizeLint.finding(25_000_000).verdict());
        assertEquals(Verdict.MISSED, SizeLint.finding(25_000_001).verdict());
    }

    @Test
    void aHeaderThatCantBeReadIsRefused() {
        assertThrows(InvalidMailException.class, () -> check(ZONE, Message.of(new byte[] {'A', ':', 0, '\r', '\n'})));
        Message endless = Message.of(("X: " + "y".repeat(300_000)).getBytes(ISO_8859_1));
        assertThrows(InvalidMailException.class, () -> check(ZONE, endless));
    }

    private static Message signed(String mail) throws IOException {
        return signed(mail, DkimSigningPolicy.STANDARD);
    }

    private static Message signed(String mail, DkimSigningPolicy policy) throws IOException {
        DkimSigner signer = new DkimSigner(new DkimKeyRing(List.of(TestKeys.rsa())), policy, CLOCK);
        return signer.signed(Message.of(mail.getBytes(ISO_8859_1)), "example.org");
    }

    private static Map<LintRule, LintFinding> check(String zone, Message message) throws IOException {
        return byRule(lint(zone, client("192.0.2.1", TLS), message));
    }

    private static List<LintFinding> lint(String zone, Client client, Message message) throws IOException {
        return new SenderLint(resolver(zone), CLOCK)
                .check(message, client, "ann@example.org")
                .toCompletableFuture()
                .join();
    }

    private static Resolver resolver(String zone) {
        return ZoneResolver.of(zone);
    }

    private static Client client(String address, Client.Tls tls) throws UnknownHostException {
        return new Client(
                new InetSocketAddress(InetAddress.getByName(address), 25), "mta.example.org", true, tls, null);
    }

    private static Map<LintRule, LintFinding> byRule(List<LintFinding> findings) {
        return findings.stream()
                .collect(Collectors.toMap(
                        LintFinding::rule,
                        finding -> finding,
                        (one, other) -> {
                            throw new AssertionError("two findings of " + one.rule());
                        },
                        () -> new EnumMap<>(LintRule.class)));
    }

    private static Set<LintRule> notMet(Map<LintRule, LintFinding> findings) {
        return findings.values().stream()
                .filter(finding -> finding.verdict() != Verdict.MET)
                .map(LintFinding::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(LintRule.class)));
    }
}
