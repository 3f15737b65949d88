package dev.postern.mail.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.testkit.PrivateFile;
import dev.postern.testkit.ProgramRun;
import dev.postern.testkit.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimKeyFileTest {
    private static final Instant NOW = Instant.parse("2027-06-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void writeKeys() throws IOException {
        PrivateFile.write(directory.resolve("rsa.pem"), pem(TestKeys.RSA.getPrivate()));
        PrivateFile.write(directory.resolve("ed.pem"), "# a note\n" + pem(TestKeys.ED25519.getPrivate()));
        PrivateFile.write(directory.resolve("empty.pem"), "");
        Path open = PrivateFile.write(directory.resolve("open.pem"), pem(TestKeys.RSA.getPrivate()));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        PrivateFile.write(
                directory.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        PrivateFile.write(
                directory.resolve("torn.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
    }

    @Test
    void readsKeysWithTheirDates() throws IOException {
        Path table = table("""
                # domain  selector from key
                example.org r1 -                    rsa.pem
                example.org r2 2027-06-01           rsa.pem
                example.org r3 2027-06-01T00:00:01Z rsa.pem

                b\u00fccher.example e1 - ed.pem
                """);
        try (DkimKeyFile keys = DkimKeyFile.open(table, new char[0], log::add)) {
            assertEquals(
                    "[r2._domainkey.example.org (rsa-sha256)]",
                    keys.keys("example.org", NOW).toString());
            assertEquals(
                    "[e1._domainkey.xn--bcher-kva.example (ed25519-sha256)]",
                    keys.keys("xn--bcher-kva.example", NOW).toString());
            assertTrue(keys.keys("example.net", NOW).isEmpty());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "example.org r1 rsa.pem, 'line 2: a line is of domain, selector, date (or -) and key file'",
        "example..org r1 - rsa.pem, line 2: a domain that is none",
        "example.org r/1 - rsa.pem, line 2: a selector that is none",
        "example.org r1 soon rsa.pem, 'line 2: Text ''soon'' could not be parsed'",
        "example.org r1 - absent.pem, absent.pem",
        "example.org r1 - empty.pem, openssl pkcs8 -topk8 -nocrypt",
        "example.org r1 - old.pem, openssl pkcs8 -topk8 -nocrypt",
        "example.org r1 - torn.pem, torn.pem holds a private key that can't be read",
        "example.org r1 - open.pem, 'open.pem can be read or written by other users: chmod 600 it'",
        "example.org r1 - rsa.pem#alias, can't be opened as a keystore"
    })
    void saysWhatIsWrong(String line, String reason) throws IOException {
        Path table = table("# keys\n" + line + "\n");
        IOException failure =
                assertThrows(IOException.class, () -> DkimKeyFile.open(table, "x".toCharArray(), log::add));
        assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure::getMessage);
        assertFalse(failure.toString().contains("c2VjcmV0"));
    }

    @Test
    void readsChangedFilesAnewAndKeepsTheKeysWhereItCant() throws IOException {
        Path table = table("example.org r1 - rsa.pem\n");
        try (DkimKeyFile keys =
                new DkimKeyFile(table, new char[0], log::add, Executors.newSingleThreadScheduledExecutor())) {
            keys.refresh();
            assertTrue(log.isEmpty(), log::toString);

            Files.writeString(table, "example.org r22 - rsa.pem\n");
            keys.refresh();
            assertEquals(List.of("read 1 DKIM keys of " + table), log);
            assertEquals("r22", keys.keys("example.org", NOW).get(0).selector());

            Files.delete(directory.resolve("rsa.pem"));
            keys.refresh();
            assertEquals(2, log.size());
            assertTrue(
                    log.get(1).startsWith("the DKIM keys stay as they were: " + table + ", line 1: "), log::toString);
            assertEquals("r22", keys.keys("example.org", NOW).get(0).selector());

            PrivateFile.write(directory.resolve("rsa.pem"), pem(TestKeys.ED25519.getPrivate()));
            keys.refresh();
            assertEquals(
                    SignatureAlgorithm.ED25519_SHA256,
                    keys.keys("example.org", NOW).get(0).algorithm());
        }
    }

    @Test
    @RequiresPeer("openssl")
    void readsKeysOfKeystoresAndOfOpenssl() throws IOException {
        run("openssl", "genpkey", "-algorithm", "ed25519", "-out", file("openssl.pem"));
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=dkim",
                "-keyout",
                file("key.pem"),
                "-out",
                file("cert.pem"));
        run(
                "openssl",
                "pkcs12",
                "-export",
                "-inkey",
                file("key.pem"),
                "-in",
                file("cert.pem"),
                "-name",
                "mail",
                "-passout",
                "pass:change it",
                "-out",
                file("keys.p12"));
        Path table = table("example.org e1 - openssl.pem\nexample.org r1 - keys.p12#mail\n");
        try (DkimKeyFile keys = DkimKeyFile.open(table, "change it".toCharArray(), log::add)) {
            assertEquals(
                    "[r1._domainkey.example.org (rsa-sha256), e1._domainkey.example.org (ed25519-sha256)]",
                    keys.keys("example.org", NOW).toString());
        }
        IOException wrong =
                assertThrows(IOException.class, () -> DkimKeyFile.open(table, "wrong".toCharArray(), log::add));
        assertTrue(String.valueOf(wrong.getMessage()).contains("keys.p12"), wrong::getMessage);
        Path other = table("example.org r1 - keys.p12#other\n");
        IOException absent =
                assertThrows(IOException.class, () -> DkimKeyFile.open(other, "change it".toCharArray(), log::add));
        assertTrue(
                String.valueOf(absent.getMessage()).contains("no private key of the alias other"), absent::getMessage);
    }

    private void run(String... command) throws IOException {
        ProgramRun.of(Duration.ofSeconds(60), List.of(command)).succeeded();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private Path table(String text) throws IOException {
        return Files.writeString(directory.resolve("keys.txt"), text);
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
