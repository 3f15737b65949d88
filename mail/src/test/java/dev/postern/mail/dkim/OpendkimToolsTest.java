package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.testkit.Peers;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** We and OpenDKIM understand each other, as far as it goes: it knows no Ed25519. */
@RequiresPeer("opendkim")
class OpendkimToolsTest {
    private static final String SIGNATURE = "hname='DKIM-Signature' hvalue='";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}/{1}")
    @CsvSource({"SIMPLE, SIMPLE", "SIMPLE, RELAXED", "RELAXED, SIMPLE", "RELAXED, RELAXED"})
    void signsWhatWeVerify(Canonicalization header, Canonicalization body) throws IOException {
        Path key = directory.resolve("key");
        PeerMail.writePem(key, TestKeys.RSA.getPrivate());
        Path mail = Files.writeString(directory.resolve("mail"), PeerMail.MAIL, ISO_8859_1);
        String said = run("""
                Mode s
                Domain example.org
                Selector rsa
                KeyFile %s
                Canonicalization %s/%s
                """.formatted(key, header, body), mail);
        int start = said.indexOf(SIGNATURE) + SIGNATURE.length();
        String value = said.substring(start, said.indexOf("'", start)).replace("\n", "\r\n");
        String signed = "DKIM-Signature: " + value + "\r\n" + PeerMail.MAIL;
        DkimReport report = new DkimVerifier(ZoneResolver.of(TestKeys.zone()), Clock.systemUTC(), DkimPolicy.STANDARD)
                .verify(Message.of(signed.getBytes(ISO_8859_1)))
                .toCompletableFuture()
                .join();
        assertEquals(DkimResult.PASS, report.result(), () -> report + "\n" + signed);
    }

    @ParameterizedTest(name = "{0}/{1}")
    @CsvSource({"SIMPLE, SIMPLE", "SIMPLE, RELAXED", "RELAXED, SIMPLE", "RELAXED, RELAXED"})
    void verifiesWhatWeSign(Canonicalization header, Canonicalization body) throws IOException {
        Path mail = Files.write(directory.resolve("mail"), PeerMail.signed(header, body));
        String said = judged(mail);
        assertTrue(said.contains("dkim=pass"), said);
        Files.writeString(mail, Files.readString(mail, ISO_8859_1).replace("A  line", "B  line"), ISO_8859_1);
        String changed = judged(mail);
        assertTrue(changed.contains("dkim=fail") && !changed.contains("dkim=pass"), changed);
    }

    private String judged(Path mail) throws IOException {
        Path keys = Files.writeString(
                directory.resolve("keys"), "rsa._domainkey.example.org " + TestKeys.rsaRecord() + "\n");
        return run("Mode v\nTestPublicKeys " + keys + "\n", mail);
    }

    /** What it would do with this mail. */
    private String run(String settings, Path mail) throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), settings + "Syslog no\nRequireSafeKeys no\n");
        String command = Peers.path("opendkim") + " -x " + file + " -vv -t " + mail + " 2>/dev/null";
        return ProgramRun.of(Duration.ofSeconds(60), List.of("/bin/sh", "-c", command))
                .succeeded()
                .output();
    }
}
