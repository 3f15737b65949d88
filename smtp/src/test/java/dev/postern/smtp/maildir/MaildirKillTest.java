package dev.postern.smtp.maildir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.testkit.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that delivers one mail after the other, and is killed in the midst of it. */
@Timeout(120)
class MaildirKillTest {
    private static final int MAILS = 50;
    private static final String BODY = "a line of a mail\r\n".repeat(20_000);
    private static final Address BOB = Address.parse("bob@example.net");

    @TempDir
    Path directory;

    /** The process: tells the number of each mail that has been delivered. */
    public static void main(String[] arguments) throws IOException {
        Path base = Path.of(arguments[0]);
        Maildir maildir = new Maildir(base, base.resolve("bob"));
        for (int number = 0; ; number++) {
            String content = "Subject: " + number + "\r\n\r\n" + BODY;
            maildir.deliver(
                    Envelope.of("ID").recipient(BOB).build(),
                    BOB,
                    Message.of(content.getBytes(StandardCharsets.US_ASCII)));
            System.out.println(number);
        }
    }

    @Test
    void whatWasDeliveredIsThereAndNobodySeesHalfOfAMail() throws IOException {
        String told;
        try (ChildProcess deliverer = ChildProcess.start(
                "deliverer",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MaildirKillTest.class.getName(),
                        directory.toString()),
                directory.resolve("log"))) {
            deliverer.awaitReady(
                    Duration.ofSeconds(60), () -> deliverer.output().lines().count() > MAILS);
            deliverer.kill();
            told = deliverer.output();
        }
        Set<String> seen = new HashSet<>();
        int whole = BODY.replace("\r", "").length();
        try (Stream<Path> files = Files.list(directory.resolve("bob/new"))) {
            for (Path file : files.toList()) {
                String mail = Files.readString(file, StandardCharsets.US_ASCII);
                int body = mail.indexOf("\n\n") + 2;
                assertEquals(whole, mail.length() - body, file::toString);
                seen.add(mail.substring(mail.indexOf("Subject: ") + "Subject: ".length(), body - 2));
            }
        }
        List<String> delivered =
                told.lines().filter(line -> line.matches("[0-9]+")).toList();
        assertTrue(delivered.size() > MAILS - 1, told);
        assertTrue(seen.containsAll(delivered), () -> seen + " but told of " + told);
        assertTrue(seen.size() <= delivered.size() + 1, () -> seen + " but told of " + told); // the one under way
    }
}
