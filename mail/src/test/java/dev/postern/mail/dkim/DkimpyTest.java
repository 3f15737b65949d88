package dev.postern.mail.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mail.Message;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** We and dkimpy understand each other. */
@RequiresPeer("dkimverify")
class DkimpyTest {
    /** Debian's, for which its package is; another may stand before it in the PATH. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final String VERIFY = """
            import sys, dkim
            keys = dict(line.split(b' ', 1) for line in open(sys.argv[1], 'rb').read().splitlines())
            mail = dkim.DKIM(open(sys.argv[2], 'rb').read())
            for i in range(2):
                print(mail.verify(idx=i, dnsfunc=lambda name, timeout=5: keys[name.rstrip(b'.')]))
            """;
    private static final String SIGN = """
            import sys, dkim
            mail = open(sys.argv[1], 'rb').read()
            key = open(sys.argv[2], 'rb').read()
            header, body, algorithm, selector = [word.encode() for word in sys.argv[3:]]
            field = dkim.sign(mail, selector, b'example.org', key, canonicalize=(header, body), signature_algorithm=algorithm)
            open(sys.argv[1] + '.signed', 'wb').write(field + mail)
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeKeys() throws IOException {
        PeerMail.writePem(directory.resolve("rsa"), TestKeys.RSA.getPrivate());
        byte[] info = TestKeys.ED25519.getPrivate().getEncoded();
        byte[] seed = Arrays.copyOfRange(info, info.length - 32, info.length); // RFC 8410 §7
        Files.writeString(directory.resolve("ed"), Base64.getEncoder().encodeToString(seed));
        Files.writeString(
                directory.resolve("keys"),
                "rsa._domainkey.example.org " + TestKeys.rsaRecord() + "\ned._domainkey.example.org "
                        + TestKeys.edRecord() + "\n");
        Files.writeString(directory.resolve("mail"), PeerMail.MAIL, ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}/{1}")
    @CsvSource({"SIMPLE, SIMPLE", "SIMPLE, RELAXED", "RELAXED, SIMPLE", "RELAXED, RELAXED"})
    void verifiesWhatWeSign(Canonicalization header, Canonicalization body) throws IOException {
        Path mail = Files.write(directory.resolve("signed"), PeerMail.signed(header, body));
        assertEquals("True\nTrue\n", run(VERIFY, directory.resolve("keys").toString(), mail.toString()));
        Files.writeString(mail, Files.readString(mail, ISO_8859_1).replace("two\t lines", "two\t line"), ISO_8859_1);
        assertEquals("False\nFalse\n", run(VERIFY, directory.resolve("keys").toString(), mail.toString()));
    }

    @ParameterizedTest(name = "{0}/{1}, {2}")
    @CsvSource({
        "simple, simple, rsa-sha256, rsa",
        "simple, relaxed, rsa-sha256, rsa",
        "relaxed, simple, ed25519-sha256, ed",
        "relaxed, relaxed, ed25519-sha256, ed"
    })
    void signsWhatWeVerify(String header, String body, String algorithm, String selector) throws IOException {
        Path mail = directory.resolve("mail");
        run(SIGN, mail.toString(), directory.resolve(selector).toString(), header, body, algorithm, selector);
        DkimReport report = new DkimVerifier(ZoneResolver.of(TestKeys.zone()), Clock.systemUTC(), DkimPolicy.STANDARD)
                .verify(Message.of(Files.readAllBytes(directory.resolve("mail.signed"))))
                .toCompletableFuture()
                .join();
        assertEquals(DkimResult.PASS, report.result(), report::toString);
    }

    private String run(String script, String... arguments) throws IOException {
        Path file = Files.writeString(directory.resolve("script.py"), script);
        List<String> command = new ArrayList<>(List.of(PYTHON, file.toString()));
        command.addAll(List.of(arguments));
        return ProgramRun.of(Duration.ofSeconds(60), command).succeeded().output();
    }
}
