package dev.postern.smtp.maildir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.testkit.Rfc;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MaildirTest {
    private static final Address BOB = Address.parse("bob@example.net");

    @TempDir
    Path base;

    private Path directory;
    private Maildir maildir;

    @BeforeEach
    void names() {
        directory = base.resolve("example.net/bob");
        maildir = new Maildir(base, directory);
    }

    private static Envelope envelope(@Nullable String sender, Envelope.Body body) {
        return Envelope.of("ID")
                .reversePath(sender == null ? null : Address.parse(sender))
                .recipients(List.of(BOB))
                .body(body)
                .build();
    }

    private static Envelope envelope(@Nullable String sender) {
        return envelope(sender, Envelope.Body.SEVEN_BIT);
    }

    private static Message message(String content) {
        return Message.of(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(part))) {
            return files.toList();
        }
    }

    private String onlyMail() throws IOException {
        List<Path> files = files("new");
        assertEquals(1, files.size(), files::toString);
        return Files.readString(files.get(0), StandardCharsets.ISO_8859_1);
    }

    @Test
    @Rfc("5321#4.4c")
    void aMailIsAFileWithTheReversePathOnTop() throws IOException {
        maildir.deliver(
                envelope("susan@example.org"),
                BOB,
                message("Subject: hello\r\nReturn-Path: <forged@example.com>\r\n\r\nbody\r\n.\r\n"));
        assertEquals(
                "Return-Path: <susan@example.org>\nDelivered-To: bob@example.net\nSubject: hello\n\nbody\n.\n",
                onlyMail());
        assertEquals(List.of(), files("tmp"));
        assertEquals(List.of(), files("cur"));
    }

    @Test
    @Rfc("5321#4.4c")
    void aNotificationHasAnEmptyReversePath() throws IOException {
        maildir.deliver(envelope(null), BOB, message("\r\nbody"));
        assertEquals("Return-Path: <>\nDelivered-To: bob@example.net\n\nbody", onlyMail());
    }

    @Test
    void binaryContentStaysAsItIs() throws IOException {
        maildir.deliver(envelope(null, Envelope.Body.BINARY_MIME), BOB, message("\r\n\r\0\n\r\n"));
        assertTrue(onlyMail().endsWith("\r\n\r\0\n\r\n"), onlyMail());
    }

    @Test
    void nobodyElseReadsIt() throws IOException {
        maildir.deliver(envelope(null), BOB, message("\r\n"));
        for (Path each :
                List.of(directory, directory.getParent(), directory.resolve("new"), directory.resolve("tmp"))) {
            assertEquals(
                    "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)), each::toString);
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(files("new").get(0))));
    }

    @Test
    void aMailThatBreaksOffLeavesNothing() throws IOException {
        byte[] start = ("Subject: hello\r\n\r\n" + "body\r\n".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);
        Message broken = new Message() {
            @Override
            public long size() {
                return start.length + 1L;
            }

            @Override
            public InputStream open() {
                return new FilterInputStream(new ByteArrayInputStream(start)) {
                    @Override
                    public int read(byte[] octets, int offset, int length) throws IOException {
                        int read = super.read(octets, offset, length);
                        if (read < 0) {
                            throw new IOException("the spool is gone");
                        }
                        return read;
                    }
                };
            }

            @Override
            public void close() {}
        };
        assertThrows(IOException.class, () -> maildir.deliver(envelope(null), BOB, broken));
        assertEquals(List.of(), files("new"));
        assertEquals(List.of(), files("tmp"));
    }

    @Test
    void nothingIsWrittenWhereTheBaseIsMissing() {
        Path missing = base.resolve("not-mounted");
        Maildir beside = new Maildir(missing, missing.resolve("bob"));
        IOException failure =
                assertThrows(IOException.class, () -> beside.deliver(envelope(null), BOB, message("\r\n")));
        assertTrue(failure.getMessage().startsWith(missing + " is no directory"), failure::toString);
        assertFalse(Files.exists(missing));
    }

    @Test
    void whatIsInTheWayIsNamed() throws IOException {
        Files.createDirectory(directory.getParent());
        Files.createFile(directory);
        IOException failure =
                assertThrows(IOException.class, () -> maildir.deliver(envelope(null), BOB, message("\r\n")));
        assertTrue(failure.getMessage().startsWith(directory + " is no directory"), failure::toString);
    }

    @Test
    void aDirectoryElsewhereIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new Maildir(base, base.resolve("../elsewhere")));
    }

    @Test
    void manyAtOnceGetAFileEach() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> deliveries = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                deliveries.add(threads.submit(() -> {
                    maildir.deliver(envelope(null), BOB, message("\r\nbody\r\n"));
                    return null;
                }));
            }
            for (Future<?> delivery : deliveries) {
                delivery.get();
            }
        } finally {
            threads.shutdownNow();
        }
        List<Path> mails = files("new");
        assertEquals(200, mails.size());
        byte[] whole = "Return-Path: <>\nDelivered-To: bob@example.net\n\nbody\n".getBytes(StandardCharsets.US_ASCII);
        for (Path mail : mails) {
            assertArrayEquals(whole, Files.readAllBytes(mail));
        }
    }
}
