package dev.postern.mail.arc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimKeyRing;
import dev.postern.mail.dkim.DkimSigner;
import dev.postern.mail.dkim.DkimSigningPolicy;
import dev.postern.mail.dkim.PeerMail;
import dev.postern.mail.dkim.TestKeys;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** We and dkimpy continue each other's chains. */
@RequiresPeer("dkimverify")
class DkimpyArcTest {
    /** Debian's, for which its package is; another may stand before it in the PATH. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final String VERIFY = """
            import sys, dkim
            keys = dict(line.split(b' ', 1) for line in open(sys.argv[1], 'rb').read().splitlines())
            mail = open(sys.argv[2], 'rb').read()
            result = dkim.arc_verify(mail, dnsfunc=lambda name, timeout=5: keys[name.rstrip(b'.')])
            print((result[0] or b'ended').decode())
            """;
    private static final String SEAL = """
            import sys, dkim
            mail = open(sys.argv[1], 'rb').read()
            key = open(sys.argv[2], 'rb').read()
            fields = dkim.arc_sign(mail, b'rsa', b'example.org', key, sys.argv[3].encode())
            open(sys.argv[1], 'wb').write(b''.join(fields) + mail)
            """;

    private static final Path AUTHRES = Path.of("/usr/lib/python3/dist-packages/authres");

    @TempDir
    private Path directory;

    private Path key;

    @BeforeEach
    void writeKeys() throws IOException {
        key = directory.resolve("rsa");
        PeerMail.writePem(key, TestKeys.RSA.getPrivate());
        Files.writeString(directory.resolve("keys"), "rsa._domainkey.example.org " + TestKeys.rsaRecord() + "\n");
    }

    @Test
    void verifiesWhatWeSealBehindAMailingList() throws IOException {
        String sealed = Chains.passedOn(signed());
        assertEquals("pass", verifiedByPeer(sealed));
        assertEquals("fail", verifiedByPeer(sealed.replace("At noon", "At night")));
        assertEquals("fail", verifiedByPeer(sealed.replace("spf=pass", "spf=fail")));
        String again = Chains.passedOn(sealed);
        assertEquals("pass", verifiedByPeer(again));
    }

    @Test
    void sealsWhatWeVerifyAndContinue() throws IOException {
        String sealed = sealedByPeer("peer.example", "arc=none", signed());
        ArcReport report = Chains.verified(sealed);
        assertEquals(ArcResult.PASS, report.result(), report::reason);
        assertTrue(report.hops().get(0).results().startsWith(" peer.example;"), report::toString);
        String continued = Chains.passedOn(sealed);
        assertEquals("pass", verifiedByPeer(continued));
        String thrice = sealedByPeer("other.example", "arc=pass", continued);
        report = Chains.verified(thrice);
        assertEquals(ArcResult.PASS, report.result(), report::reason);
        assertEquals(2, report.oldestPass());
        assertEquals(3, report.hops().size());
        assertEquals("pass", verifiedByPeer(thrice));
    }

    @Test
    void agreesOnBrokenChains() throws IOException {
        String broken = Chains.sealed(Chains.sealed(signed()).replace("At noon", "At night"));
        assertTrue(broken.contains("cv=fail"), broken);
        assertEquals("ended", verifiedByPeer(broken));
    }

    private static String signed() throws IOException {
        DkimSigner signer =
                new DkimSigner(new DkimKeyRing(List.of(TestKeys.rsa())), DkimSigningPolicy.STANDARD, Clock.systemUTC());
        try (Message signed = signer.signed(Message.of(Chains.MAIL.getBytes(ISO_8859_1)), TestKeys.DOMAIN)) {
            return new String(signed.toByteArray(), ISO_8859_1);
        }
    }

    private String sealedByPeer(String host, String chain, String mail) throws IOException {
        assumeTrue(
                Files.isDirectory(AUTHRES) || Boolean.parseBoolean(System.getenv("POSTERN_PEERS_REQUIRED")),
                "python3-authres is not installed, which dkimpy needs for sealing: install that package");
        Path file = directory.resolve("mail");
        Files.writeString(file, "Authentication-Results: " + host + "; " + chain + "; spf=pass\r\n" + mail, ISO_8859_1);
        run(SEAL, file.toString(), key.toString(), host);
        return Files.readString(file, ISO_8859_1);
    }

    private String verifiedByPeer(String mail) throws IOException {
        Path file = Files.writeString(directory.resolve("mail"), mail, ISO_8859_1);
        return run(VERIFY, directory.resolve("keys").toString(), file.toString())
                .strip();
    }

    private String run(String script, String... arguments) throws IOException {
        Path file = Files.writeString(directory.resolve("script.py"), script);
        List<String> command = new ArrayList<>(List.of(PYTHON, file.toString()));
        command.addAll(List.of(arguments));
        return ProgramRun.of(Duration.ofSeconds(60), command).succeeded().output();
    }
}
