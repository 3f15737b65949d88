package dev.postern.smtp.journal;

import dev.postern.mail.Address;
import dev.postern.mail.Demands;
import dev.postern.mail.DsnAttributes;
import dev.postern.mail.Envelope;
import dev.postern.mail.EnvelopeAttributes;
import dev.postern.mail.Message;
import dev.postern.smtp.disk.DurableFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A mail as a file: its envelope in lines, then the message. How far it has come stands beside it, in a file of its own. */
final class MailFile {
    /** How names of these files end. */
    static final String SUFFIX = ".mail";

    private static final String STATE = ".state";
    private static final String BORN = "born";
    private static final String ATTEMPTS = "attempts";
    private static final String DUE = "due";
    private static final String WARNED = "warned";

    private MailFile() {}

    /** Writes a mail; it is on the disk only when it was {@linkplain DurableFiles#force forced} there. */
    static void write(Path file, Envelope envelope, Instant born, Message message) throws IOException {
        List<Map.Entry<String, String>> lines = new ArrayList<>(EnvelopeAttributes.of(envelope));
        lines.add(Map.entry(BORN, born.toString()));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
                InputStream content = message.open()) {
            NamedLines.write(out, lines);
            content.transferTo(out);
        }
    }

    /** @throws IOException if it is none; the message names the file and says why */
    static JournaledMail read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NamedLines lines = NamedLines.read(in);
            Instant born = Instant.parse(lines.required(BORN));
            Message message = new FileMessage(file, lines.octets(), Files.size(file) - lines.octets());
            return withState(new JournaledMail(file, envelope(lines), message, born, 0, born, false));
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + " can't be read as a mail: " + e.getMessage(), e);
        }
    }

    private static Envelope envelope(NamedLines lines) throws IOException {
        String from = lines.required(EnvelopeAttributes.FROM);
        String dsn = lines.value(EnvelopeAttributes.DSN);
        return Envelope.of(lines.required(EnvelopeAttributes.ID))
                .reversePath(from.isEmpty() ? null : Address.parse(from))
                .recipients(addresses(lines.values(EnvelopeAttributes.TO)))
                .body(body(lines.required(EnvelopeAttributes.BODY)))
                .smtpUtf8("true".equals(lines.value(EnvelopeAttributes.SMTPUTF8)))
                .dsn(DsnAttributes.read(dsn == null ? "" : dsn, lines.values(EnvelopeAttributes.DSN_TO)))
                .demands(Demands.NONE.withRequireTls("true".equals(lines.value(EnvelopeAttributes.REQUIRE_TLS))))
                .build();
    }

    private static Envelope.Body body(String keyword) throws IOException {
        return Stream.of(Envelope.Body.values())
                .filter(body -> body.keyword().equals(keyword))
                .findFirst()
                .orElseThrow(() -> new IOException("it says " + EnvelopeAttributes.BODY + " " + keyword));
    }

    private static List<Address> addresses(List<String> texts) {
        return texts.stream().map(Address::parse).toList();
    }

    private static JournaledMail withState(JournaledMail mail) throws IOException {
        Path file = stateOf(mail.file());
        if (!Files.exists(file)) {
            return mail;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NamedLines lines = NamedLines.read(in);
            return new JournaledMail(
                    mail.file(),
                    mail.envelope().toBuilder()
                            .recipients(addresses(lines.values(EnvelopeAttributes.TO)))
                            .build(),
                    mail.message(),
                    mail.born(),
                    Integer.parseInt(lines.required(ATTEMPTS)),
                    Instant.parse(lines.required(DUE)),
                    Boolean.parseBoolean(lines.required(WARNED)));
        }
    }

    /** Stores how far a mail has come. */
    static void writeState(JournaledMail mail) throws IOException {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        mail.envelope().recipients().forEach(open -> lines.add(Map.entry(EnvelopeAttributes.TO, open.toString())));
        lines.add(Map.entry(ATTEMPTS, String.valueOf(mail.attempts())));
        lines.add(Map.entry(DUE, mail.due().toString()));
        lines.add(Map.entry(WARNED, String.valueOf(mail.warned())));
        Path state = stateOf(mail.file());
        Path next = state.resolveSibling(state.getFileName() + ".next");
        try (OutputStream out = Files.newOutputStream(next)) {
            NamedLines.write(out, lines);
        }
        DurableFiles.publish(next, state);
    }

    /** Deletes a mail, and its directory with the last one. */
    static void delete(JournaledMail mail) throws IOException {
        Files.deleteIfExists(mail.file()); // first: a state alone is none
        Files.deleteIfExists(stateOf(mail.file()));
        Path directory = mail.file().getParent();
        if (directory != null) {
            DurableFiles.forceDirectory(directory);
            try (Stream<Path> rest = Files.list(directory)) {
                if (rest.findAny().isPresent()) {
                    return;
                }
            }
            Files.deleteIfExists(directory);
        }
    }

    private static Path stateOf(Path mail) {
        String name = String.valueOf(mail.getFileName());
        return mail.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + STATE);
    }
}
