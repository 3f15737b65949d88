package dev.postern.benchmarks.chaos.redeploy.note;

import dev.postern.jca.InboundMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes down which mails have come to a bean. */
public final class Note {
    /** The environment variable with the file of the notes. */
    public static final String FILE = "CHAOS_NOTES";

    private Note() {}

    /** Adds a line with the mail's id, its sender and its recipient. */
    public static void of(InboundMail mail) {
        String line = mail.id()
                + ' '
                + mail.envelope().reversePath()
                + ' '
                + mail.envelope().recipients().get(0)
                + '\n';
        try {
            Files.writeString(Path.of(System.getenv(FILE)), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
