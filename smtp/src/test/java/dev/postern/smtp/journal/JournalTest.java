package dev.postern.smtp.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.DsnParameters;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of batches, also where the process ends before they are decided: a journal that is opened anew knows no more than its files say. */
class JournalTest {
    private static final Address BOB = Address.parse("bob@example.net");
    private static final Address CY = Address.parse("cy@example.net");

    @TempDir
    private Path temporary;

    private Path directory() {
        return temporary.resolve("a/journal");
    }

    private static Envelope envelope(String id) {
        return Envelope.of(id)
                .reversePath(Address.parse("ann@example.org"))
                .recipients(List.of(BOB, CY))
                .build();
    }

    private static Message message(String text) {
        return Message.of(("Subject: x\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Batch batch(Journal journal, String... ids) throws IOException {
        Batch batch = journal.begin();
        for (String id : ids) {
            batch.add(envelope(id), message(id));
        }
        return batch;
    }

    private static List<String> arrivals(Journal journal) {
        return journal.arrived().stream()
                .map(mail -> mail.envelope().id())
                .sorted()
                .toList();
    }

    private List<String> files(String part) throws IOException {
        try (Stream<Path> files = Files.walk(directory().resolve(part))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatIsCommittedIsInTheQueueOnceAndForAll() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            batch(journal, "A", "B").commit();
            assertEquals(List.of("A", "B"), arrivals(journal));
            assertEquals(List.of(), arrivals(journal));
        }
        try (Journal again = Journal.open(directory())) {
            assertEquals(List.of("A", "B"), arrivals(again), "nobody has sent it");
        }
    }

    @Test
    void whatIsRolledBackIsGone() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            batch(journal, "A").rollback();
            journal.begin().rollback();
            assertEquals(List.of(), arrivals(journal));
            assertEquals(List.of("lock"), files("."));
        }
    }

    @Test
    void whatWasNotDecidedWhenTheProcessEndedIsGone() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            batch(journal, "A");
            assertEquals(List.of("0.mail"), files("open"));
        }
        try (Journal again = Journal.open(directory())) {
            assertEquals(List.of(), arrivals(again));
            assertEquals(List.of(), files("open"));
        }
    }

    @Test
    void whatIsPreparedWaitsForItsDecisionAlsoBehindACrash() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            batch(journal, "A", "B").prepare("one");
            batch(journal, "C").prepare("two");
            assertEquals(List.of(), arrivals(journal));
            assertEquals(List.of("one", "two"), journal.prepared());
        }
        try (Journal again = Journal.open(directory())) {
            assertEquals(List.of("one", "two"), again.prepared());
            assertTrue(again.commit("one"));
            assertTrue(again.rollback("two"));
            assertFalse(again.commit("one"));
            assertFalse(again.rollback("two"));
            assertEquals(List.of("A", "B"), arrivals(again));
            assertEquals(List.of(), again.prepared());
        }
    }

    @Test
    void aMailComesBackAsItWas() throws Exception {
        Envelope envelope = Envelope.of("ID-7")
                .reversePath(null)
                .recipients(List.of(BOB, Address.parse("\"a b\"@example.net"), Address.parse("józef@example.net")))
                .body(Envelope.Body.EIGHT_BIT_MIME)
                .smtpUtf8(true)
                .dsn(DsnParameters.request("HDRS", "an-id")
                        .withRecipients(Map.of(BOB, DsnParameters.recipient("SUCCESS,DELAY", null))))
                .demands(Demands.NONE.withRequireTls(true))
                .build();
        Message message = message("café\r\n\r\n.\r\n");
        Instant before = Instant.now();
        try (Journal journal = Journal.open(directory())) {
            Batch batch = journal.begin();
            batch.add(envelope, message);
            batch.commit();
            JournaledMail mail = journal.arrived().get(0);
            assertEquals(EnvelopeAttributes.of(envelope), EnvelopeAttributes.of(mail.envelope()));
            assertEquals(
                    new String(message.toByteArray(), StandardCharsets.UTF_8),
                    new String(mail.message().toByteArray(), StandardCharsets.UTF_8));
            assertFalse(mail.born().isBefore(before));
            assertEquals(0, mail.attempts());
            assertFalse(mail.warned());
        }
    }

    @Test
    void howFarAMailHasComeIsKept() throws Exception {
        Instant next = Instant.parse("2026-11-26T12:00:00Z");
        try (Journal journal = Journal.open(directory())) {
            batch(journal, "A").commit();
            JournaledMail mail = journal.arrived().get(0);
            MailFile.writeState(mail.afterAttempt(List.of(CY), next, true));
        }
        try (Journal again = Journal.open(directory())) {
            JournaledMail mail = again.arrived().get(0);
            assertEquals(List.of(CY), mail.envelope().recipients());
            assertEquals(1, mail.attempts());
            assertEquals(next, mail.due());
            assertTrue(mail.warned());
            MailFile.delete(mail);
            assertEquals(List.of(), files("queue"));
        }
    }

    @Test
    void whatCantBeReadIsKeptApartAndTheOthersGo() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            batch(journal, "A", "B", "C").commit();
        }
        Path queue;
        try (Stream<Path> batches = Files.list(directory().resolve("queue"))) {
            queue = batches.findFirst().orElseThrow();
        }
        byte[] whole = Files.readAllBytes(queue.resolve("0.mail"));
        Files.write(queue.resolve("0.mail"), Arrays.copyOf(whole, 30));
        Files.writeString(queue.resolve("2.mail"), "mail.id C\nmail.from nobody\n\nx");
        try (Journal again = Journal.open(directory())) {
            assertEquals(List.of("B"), arrivals(again));
            assertEquals(2, files("broken").size());
        }
    }

    @Test
    void nobodyElseCanUseOrReadIt() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            IOException refused = assertThrows(IOException.class, () -> Journal.open(directory()));
            assertTrue(refused.getMessage().contains("used by another process"), refused.getMessage());
            assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(directory()));
            assertEquals(directory().toString(), journal.toString());
        }
        Journal.open(directory()).close();
    }

    @Test
    void aBranchIsNoPath() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            for (String branch : List.of("", "..", "a/b", "x".repeat(201))) {
                assertThrows(IllegalArgumentException.class, () -> journal.commit(branch));
            }
        }
    }

    @Test
    void aMailThatCantBeKeptIsNotAdded() throws Exception {
        try (Journal journal = Journal.open(directory())) {
            Batch batch = batch(journal, "A");
            Message broken = new Message() {
                @Override
                public long size() {
                    return 1;
                }

                @Override
                public InputStream open() throws IOException {
                    throw new IOException("gone");
                }

                @Override
                public void close() {}
            };
            assertThrows(IOException.class, () -> batch.add(envelope("B"), broken));
            batch.add(envelope("C"), message("C"));
            batch.commit();
            assertEquals(List.of("A", "C"), arrivals(journal));
        }
    }

    /** Leaves the files as a crash at some step would, by copying them after each of our own steps. */
    @Test
    void atWhateverStepTheProcessEndsABatchIsThereAsAWholeOrNotAtAll() throws Exception {
        List<Path> copies = new ArrayList<>();
        try (Journal journal = Journal.open(directory())) {
            Batch batch = journal.begin();
            copies.add(copy(copies.size()));
            for (int i = 0; i < 5; i++) {
                batch.add(envelope("M" + i), message("M" + i));
                copies.add(copy(copies.size()));
            }
            batch.prepare("branch");
            copies.add(copy(copies.size()));
            journal.commit("branch");
            copies.add(copy(copies.size()));
        }
        for (int i = 0; i < copies.size(); i++) {
            try (Journal journal = Journal.open(copies.get(i))) {
                boolean isCommitted = i == copies.size() - 1;
                boolean isPrepared = i == copies.size() - 2;
                assertEquals(isCommitted ? 5 : 0, arrivals(journal).size(), "copy " + i);
                assertEquals(isPrepared ? List.of("branch") : List.of(), journal.prepared(), "copy " + i);
            }
        }
    }

    private Path copy(int number) throws IOException {
        Path copy = temporary.resolve("copy" + number);
        try (Stream<Path> files = Files.walk(directory())) {
            for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(file, copy.resolve(directory().relativize(file)));
            }
        }
        return copy;
    }
}
