package dev.postern.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.dkim.DkimKeyFile;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dkim.DkimReport;
import dev.postern.mail.dkim.DkimSigner;
import dev.postern.mail.dkim.DkimSigningPolicy;
import dev.postern.mail.dkim.DkimVerifier;
import dev.postern.mail.dns.ZoneResolver;
import dev.postern.testkit.Rfc;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DkimCommandTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Message MAIL = Message.of("From: a@example.org\r\n\r\nHello\r\n".getBytes(US_ASCII));

    @TempDir
    private Path directory;

    private String output = "";

    private static String lastLine(String text) {
        return text.substring(text.stripTrailing().lastIndexOf('\n') + 1);
    }

    private int run(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line =
                DkimCommand.commandLine().setOut(new PrintWriter(text, true)).setErr(new PrintWriter(text, true));
        int status = line.execute(arguments);
        output = text.toString();
        return status;
    }

    @ParameterizedTest(name = "{0}")
    @Rfc("8301#3.2c")
    @CsvSource({"--type=rsa, k=rsa; p=, 2048", "--type=ed25519, k=ed25519; p=, 0", "--bits=4096, k=rsa; p=, 4096"})
    void makesAKeyThatSignsAndARecordThatVerifies(String option, String record, int bits) throws IOException {
        Path file = directory.resolve("key.pem");
        assertEquals(0, run("keygen", "Example.org", "r2027", file.toString(), option));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(output.contains("\nr2027._domainkey.example.org. IN TXT ( \"v=DKIM1; " + record), output);
        assertFalse(output.contains("PRIVATE"), output);
        Matcher strings = Pattern.compile("\"([^\"]*)\"").matcher(output);
        int octets = 0;
        while (strings.find()) {
            assertTrue(strings.group(1).length() <= 255);
            octets += strings.group(1).length();
        }
        assertTrue(octets > bits / 6, output);

        Path table =
                Files.writeString(directory.resolve("keys"), lastLine(output).substring(2));
        try (DkimKeyFile keys = DkimKeyFile.open(table, new char[0], text -> {});
                Message signed = new DkimSigner(keys, DkimSigningPolicy.STANDARD, CLOCK).signed(MAIL, "example.org")) {
            DkimReport report = new DkimVerifier(ZoneResolver.of(output), CLOCK, DkimPolicy.STANDARD)
                    .verify(signed)
                    .toCompletableFuture()
                    .join();
            assertEquals(1, report.passed().size(), report::toString);
        }
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("key.pem"), "mine");
        assertEquals(2, run("keygen", "example.org", "r2027", file.toString()));
        assertTrue(output.contains("is never overwritten"), output);
        assertEquals("mine", Files.readString(file));
    }

    @ParameterizedTest(name = "{1} {2}")
    @CsvSource({
        "keygen, example.org, 'r 2027', --type=rsa, a selector that is none",
        "keygen, example..org, r2027, --type=rsa, a domain that is none",
        "keygen, example.org, r2027, --bits=512, 2048 are recommended",
        "keygen, example.org, r2027, --bits=16384, 2048 are recommended",
        "keygen, example.org, r2027, --type=dsa, --type"
    })
    void saysWhatIsWrong(String command, String domain, String selector, String option, String reason) {
        Path file = directory.resolve("key.pem");
        assertEquals(2, run(command, domain, selector, file.toString(), option));
        assertTrue(output.contains(reason), output);
        assertFalse(Files.exists(file));
    }

    @Test
    void asksForADirectory() {
        assertEquals(
                2,
                run(
                        "keygen",
                        "example.org",
                        "r",
                        directory.resolve("none/key.pem").toString()));
        assertTrue(output.contains("make it first"), output);
        assertEquals(2, run());
        assertTrue(output.contains("Say what to do: keygen"), output);
    }
}
