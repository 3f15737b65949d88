package dev.postern.smtp.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.mail.arc.ArcReport;
import dev.postern.mail.arc.ArcResult;
import dev.postern.mail.arc.ArcVerifier;
import dev.postern.mail.auth.Authenticator;
import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.dkim.AuthorSigner;
import dev.postern.mail.dkim.DkimKeyFile;
import dev.postern.mail.dkim.DkimKeyPair;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dmarc.ReportDestinations;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.mail.spf.SpfResult;
import dev.postern.smtp.Reply;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.server.SmtpServer;
import dev.postern.testkit.Conversation;
import dev.postern.testkit.PrivateFile;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that asks who stands behind mail, and a zone that knows; the client is 127.0.0.1. */
@Timeout(60)
class OriginCheckTest {
    private static final OriginRules NOTING = noting(false);
    private static final OriginRules STRICT = strict(Networks.NONE);

    private static final String ZONE = """
            pass.example. IN TXT "v=spf1 ip4:127.0.0.1 -all"
            client.example. IN TXT "v=spf1 ip4:127.0.0.1 -all"
            fail.example. IN TXT "v=spf1 -all"
            friend.example. IN TXT "v=spf1 -all"
            soft.example. IN TXT "v=spf1 ~all"
            broken.example. IN TXT "v=spf1 all:all"
            _dmarc.reject.example. IN TXT "v=DMARC1; p=reject"
            _dmarc.friend-of-all.example. IN TXT "v=DMARC1; p=reject"
            _dmarc.trying.example. IN TXT "v=DMARC1; p=reject; t=y"
            """;

    private static OriginRules noting(boolean writesReceivedSpf) {
        return new OriginRules(Set.of(), false, false, Set.of(), Networks.NONE, writesReceivedSpf);
    }

    private static OriginRules strict(Networks exempt) {
        return new OriginRules(
                Set.of(SpfResult.FAIL, SpfResult.PERMERROR),
                true,
                true,
                Set.of("friend.example", "friend-of-all.example"),
                exempt,
                false);
    }

    private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
    private DmarcReports reports;
    private OriginSeal seal;
    private SmtpServer server;
    private Conversation client;

    private record Mail(Envelope envelope, String content) {}

    private void start(OriginRules rules, Trust trust, String zone) throws IOException {
        Resolver resolver = ZoneResolver.builder()
                .zone(zone)
                .failing("failing.example")
                .failing("_dmarc.failing.example")
                .build();
        server = SmtpServer.builder((envelope, message) -> {
                    try (message) {
                        mails.add(new Mail(envelope, new String(message.toByteArray(), ISO_8859_1)));
                        return CompletableFuture.completedFuture(Reply.of(250, "2.0.0", "Taken"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .hostname("mx.example.org")
                .checks(List.of(new OriginCheck(
                        new Authenticator(
                                resolver, SpfLimits.STANDARD, DkimPolicy.STANDARD, "mx.example.org", Clock.systemUTC()),
                        "mx.example.org",
                        rules,
                        trust,
                        reports == null ? List.of() : List.of(reports),
                        seal)))
                .start();
        client = new Conversation(server.port());
        client.expect("220 ");
        client.say("EHLO client.example", "250 ");
    }

    private void start(OriginRules rules) throws IOException {
        start(rules, Trust.IN_USERS, ZONE);
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            client.close();
            server.close();
        }
    }

    private String rcpt(String sender) throws IOException {
        client.say("RSET", "250 ");
        client.say("MAIL FROM:<" + sender + ">", "250 ");
        client.send("RCPT TO:<bob@example.org>\r\n");
        return client.reply();
    }

    private String send(String sender, String content) throws IOException {
        return client.sendMail(sender, "bob@example.org", content).reply();
    }

    private Mail next() throws InterruptedException {
        Mail mail = mails.poll(30, TimeUnit.SECONDS);
        assertNotNull(mail);
        return mail;
    }

    private static String from(String domain) {
        return "From: ann@" + domain + "\r\nSubject: x\r\n\r\nHello\r\n";
    }

    @ParameterizedTest(name = "<{0}>")
    @Rfc({"7208#2.4", "7208#8.4", "7372#3.2"})
    @CsvSource(
            delimiter = '|',
            value = {
                "ann@pass.example | 250 ",
                "'' | 250 ",
                "ann@soft.example | 250 ",
                "ann@none.example | 250 ",
                "ann@friend.example | 250 ",
                "ann@fail.example | 550 5.7.23 SPF: 127.0.0.1 may not send for fail.example",
                "ann@broken.example | 550 5.7.24 The SPF policy of broken.example can't be followed",
                "ann@failing.example | 451 4.4.3 DNS can't tell now"
            })
    void aSenderIsRefusedAtTheRecipientByTheRules(String sender, String reply) throws IOException {
        start(STRICT);
        String said = rcpt(sender);
        assertTrue(said.startsWith(reply), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@fail.example", "ann@broken.example", "ann@failing.example"})
    void byOtherRulesNobodyIs(String sender) throws IOException {
        start(NOTING);
        assertTrue(rcpt(sender).startsWith("250 "));
    }

    @Test
    @Rfc({"8601#2.2", "8601#4", "8601#5"})
    void whatWasFoundStandsInEnvelopeAndHeaderAndNothingElseInOurName() throws Exception {
        start(NOTING);
        String forged = "Authentication-Results: MX.Example.ORG; dmarc=pass\r\n";
        String foreign = "Authentication-Results: other.example; spf=pass\r\n";
        assertTrue(send("ann@pass.example", forged + foreign + from("pass.example"))
                .startsWith("250 "));
        Mail mail = next();
        String content = mail.content();
        assertFalse(content.contains("MX.Example.ORG"), content);
        assertTrue(content.endsWith("\r\n" + foreign + from("pass.example")), content);
        assertTrue(content.startsWith("Received: "), content);
        assertTrue(content.contains("\r\nAuthentication-Results: mx.example.org;\r\n\tspf=pass"), content);
        ResultsField origin = mail.envelope().origin();
        assertNotNull(origin);
        assertEquals("pass", origin.of("spf").orElseThrow().result());
        assertEquals("none", origin.of("dkim").orElseThrow().result());
        assertEquals("none", origin.of("dmarc").orElseThrow().result());
        assertEquals("none", origin.of("arc").orElseThrow().result());
        String line = EnvelopeAttributes.of(mail.envelope()).stream()
                .filter(attribute -> attribute.getKey().equals(EnvelopeAttributes.AUTH))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertTrue(line.startsWith("mx.example.org; spf=pass smtp.mailfrom=pass.example; dkim=none;"), line);
        assertEquals(origin, ResultsField.parse(line));
    }

    @Test
    @Rfc("7208#9.1")
    void aReceivedSpfStandsAboveThoseOfOthersWhereSoSet() throws Exception {
        start(noting(true));
        String foreign = "Received-SPF: pass receiver=mx.example.org; identity=helo\r\n";
        assertTrue(send("ann@soft.example", foreign + from("soft.example")).startsWith("250 "));
        String content = next().content();
        String ours = "\r\nReceived-SPF: softfail receiver=mx.example.org;\r\n\tclient-ip=127.0.0.1;"
                + "\r\n\tenvelope-from=\"ann@soft.example\";\r\n\thelo=client.example;\r\n\tidentity=mailfrom;"
                + "\r\n\tmechanism=\"~all\"\r\n";
        assertTrue(content.endsWith(ours + foreign + from("soft.example")), content);
        assertTrue(content.indexOf("\r\nAuthentication-Results: ") < content.indexOf(ours), content);
    }

    @Test
    void aReceivedSpfIsWrittenOnlyWhereSoSet() throws Exception {
        start(NOTING);
        assertTrue(send("ann@soft.example", from("soft.example")).startsWith("250 "));
        String content = next().content();
        assertFalse(content.contains("Received-SPF"), content);
    }

    @Test
    @Rfc({"7208#8.4", "7372#3.2"})
    void aSoftfailIsRefusedWhereSoSet() throws Exception {
        start(new OriginRules(Set.of(SpfResult.SOFTFAIL), false, false, Set.of(), Networks.NONE, false));
        String said = rcpt("ann@soft.example");
        assertTrue(said.startsWith("550 5.7.23 SPF: 127.0.0.1 may not send for soft.example"), said);
        assertTrue(rcpt("ann@fail.example").startsWith("250 "));
    }

    @Test
    @Rfc({"9989#5.4", "7372#3.4"})
    void aMailThatItsAuthorsDomainAsksToRejectIs() throws Exception {
        start(STRICT);
        assertEquals(
                "550 5.7.26 DMARC: reject.example does not stand behind this mail and asks to reject it",
                send("ann@pass.example", from("reject.example")));
        assertTrue(send("ann@pass.example", from("trying.example")).startsWith("250 "));
        assertEquals("quarantine", policy(next()));
        assertTrue(send("ann@pass.example", from("friend-of-all.example")).startsWith("250 "));
        assertEquals("reject", policy(next()));
        assertTrue(send("ann@pass.example", from("none.example")).startsWith("250 "));
    }

    @Test
    void byOtherRulesItIsNotedWhatTheDomainAsksFor() throws Exception {
        start(NOTING);
        assertTrue(send("ann@pass.example", from("reject.example")).startsWith("250 "));
        assertEquals("reject", policy(next()));
    }

    private static String policy(Mail mail) {
        ResultsField origin = mail.envelope().origin();
        assertNotNull(origin);
        return origin.of("dmarc").orElseThrow().properties().stream()
                .filter(property -> property.type().equals("policy"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void aSignatureOfTheAuthorsDomainLetsItPass(@TempDir Path directory) throws Exception {
        DkimKeyPair pair = DkimKeyPair.ed25519();
        PrivateFile.write(directory.resolve("key.pem"), pair.pem());
        Path table = Files.writeString(directory.resolve("keys"), "reject.example e1 - key.pem\n");
        start(STRICT, Trust.IN_USERS, ZONE + "e1._domainkey.reject.example. IN TXT \"" + pair.record() + "\"\n");
        try (DkimKeyFile keys = DkimKeyFile.open(table, new char[0], text -> {});
                Message signed = AuthorSigner.of(keys)
                        .signed(Message.of(from("reject.example").getBytes(ISO_8859_1)))) {
            String content = new String(signed.toByteArray(), ISO_8859_1);
            assertTrue(send("ann@pass.example", content).startsWith("250 "));
            assertTrue(
                    send("ann@pass.example", content.replace("Hello", "Hullo")).startsWith("550 5.7.26 "));
        }
        ResultsField origin = next().envelope().origin();
        assertNotNull(origin);
        assertEquals("pass", origin.of("dkim").orElseThrow().result());
        assertEquals("pass", origin.of("dmarc").orElseThrow().result());
    }

    @Test
    void whileDnsCantTellMailWaits() throws Exception {
        start(STRICT);
        assertTrue(send("ann@pass.example", from("failing.example")).startsWith("451 4.4.3 "));
    }

    @Test
    void aMailOfWhichNobodyCanTellTheAuthorIsRefused() throws Exception {
        start(STRICT);
        String reply = send("ann@pass.example", "From: ann@pass.example\r\n" + from("reject.example"));
        assertTrue(reply.startsWith("554 5.6.0 Nobody can tell who wrote this mail"), reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a line of nothing\r\nAuthentication-Results: mx.example.org; dmarc=pass\r\n\r\n"})
    void aHeaderThatMightHideResultsIsRefused(String rest) throws Exception {
        start(NOTING);
        String reply = send("ann@pass.example", "From: ann@pass.example\r\n" + rest);
        assertEquals("554 5.6.0 The message can't be judged: a line of the header belongs to no field", reply);
    }

    @Test
    void whatBecameOfMailStandsInTheReport(@TempDir Path directory) throws Exception {
        ReportFiles.Reporter us = new ReportFiles.Reporter("Us", "us@example.org", "mx.example.org");
        reports = new DmarcReports(
                new ReportFiles(directory, us), new ReportDestinations(ZoneResolver.of("")), Clock.systemUTC());
        start(
                strict(Networks.parse(List.of())),
                Trust.IN_USERS,
                ZONE.replace("p=reject\"", "p=reject; rua=mailto:reports@reject.example\""));
        assertTrue(send("ann@pass.example", from("reject.example")).startsWith("550 5.7.26 "));
        reports.close();
        try (Stream<Path> files = Files.list(directory);
                InputStream in = new GZIPInputStream(Files.newInputStream(
                        files.filter(file -> file.toString().endsWith(".gz"))
                                .findFirst()
                                .orElseThrow()))) {
            String report = new String(in.readAllBytes(), ISO_8859_1);
            assertTrue(report.contains("<disposition>reject</disposition>"), report);
            assertTrue(report.contains("<header_from>reject.example</header_from>"), report);
        }
    }

    @Test
    @Rfc("8617#5.1")
    void whatWasFoundIsSealedForThoseBehindUs(@TempDir Path directory) throws Exception {
        DkimKeyPair key = DkimKeyPair.rsa(2_048);
        Path pem = directory.resolve("seal.pem");
        Files.createFile(pem, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(pem, key.pem());
        Path table = Files.writeString(directory.resolve("keys"), "example.org seal - seal.pem\n");
        String record = key.record();
        String zone = ZONE + "seal._domainkey.example.org. IN TXT \"" + record.substring(0, 200) + "\" \""
                + record.substring(200) + "\"\n";
        seal = OriginSeal.open(table, new char[0], "example.org");
        start(NOTING, Trust.IN_USERS, zone);
        assertTrue(send("ann@pass.example", from("pass.example")).startsWith("250 "));
        String content = next().content();
        seal.close();
        ArcReport report = new ArcVerifier(ZoneResolver.of(zone), Clock.systemUTC(), DkimPolicy.STANDARD)
                .verify(Message.of(content.getBytes(ISO_8859_1)))
                .toCompletableFuture()
                .join();
        assertEquals(ArcResult.PASS, report.result(), report.reason() + content);
        assertTrue(content.contains("ARC-Authentication-Results: i=1; mx.example.org;\r\n\tspf=pass "), content);
        assertEquals(1, content.split("ARC-Seal:", -1).length - 1, content);
    }

    @Test
    void aSealWithoutAKeyIsNamed(@TempDir Path directory) throws IOException {
        Path table = Files.writeString(directory.resolve("keys"), "");
        IOException failure = assertThrows(IOException.class, () -> OriginSeal.open(table, new char[0], "example.org"));
        assertTrue(
                failure.getMessage().contains("has no key of RSA that is in use for example.org"),
                failure.getMessage());
    }

    @Test
    void mailOfExemptClientsIsJudgedAndNeverRefused() throws Exception {
        start(strict(Networks.parse(List.of("127.0.0.0/8"))));
        assertTrue(send("ann@fail.example", from("reject.example")).startsWith("250 "));
        assertEquals("reject", policy(next()));
    }

    @Test
    void mailOfTrustedClientsIsNotJudgedButRidOfForgeries() throws Exception {
        start(STRICT, new Trust(Networks.parse(List.of("127.0.0.1"))), ZONE);
        assertTrue(send(
                        "ann@fail.example",
                        "Authentication-Results: mx.example.org; dmarc=pass\r\n" + from("reject.example"))
                .startsWith("250 "));
        Mail mail = next();
        assertEquals(null, mail.envelope().origin());
        assertFalse(mail.content().contains("Authentication-Results"), mail.content());
    }
}
