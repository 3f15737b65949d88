package dev.postern.mail.dkim;

import dev.postern.mail.HeaderFields;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Mailboxes;
import dev.postern.mail.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Signs mails in the name of their authors' domains, as DMARC wants it (RFC 9989 §4.4: aligned identifiers). */
public final class AuthorSigner implements AutoCloseable {
    private final DkimSigner signer;
    private final Runnable close;

    private AuthorSigner(DkimKeys keys, Runnable close) {
        this.signer = new DkimSigner(keys, DkimSigningPolicy.STANDARD, Clock.systemUTC());
        this.close = close;
    }

    /** Signs with these keys what is {@linkplain DkimSigningPolicy#STANDARD recommended}. */
    public static AuthorSigner of(DkimKeys keys) {
        return new AuthorSigner(keys, () -> {});
    }

    /**
     * Signs with the keys of a table, which is watched until the signer is closed.
     *
     * @param password as in {@link DkimKeyFile#open}
     * @throws IOException as there
     */
    public static AuthorSigner open(Path table, char[] password, Consumer<String> log) throws IOException {
        DkimKeyFile keys = DkimKeyFile.open(table, password, log);
        return new AuthorSigner(keys, keys::close);
    }

    /**
     * The mail with signatures of the domain of its author, the first of From, at the top; the same mail where that has no key or the mail no author.
     *
     * @throws InvalidMailException if the header holds a NUL or is larger than 256 KiB, or the domain has keys and the mail is not {@linkplain DkimSigner#sign fit}
     * @throws IOException if the mail can't be read
     */
    public Message signed(Message message) throws IOException {
        Optional<String> domain = domain(message);
        return domain.isPresent() ? signer.signed(message, domain.get()) : message;
    }

    /** Ends the watch of its files; what is known of them stays. */
    @Override
    public void close() {
        close.run();
    }

    private static Optional<String> domain(Message message) throws IOException {
        try (InputStream in = new BufferedInputStream(message.open())) {
            return HeaderFields.read(in, DkimSigner.MAX_HEADER).fields().stream()
                    .filter(field -> field.name().equalsIgnoreCase("From"))
                    .findFirst()
                    .flatMap(field -> domain(field.value()));
        }
    }

    /** @param value an octet for each character */
    private static Optional<String> domain(String value) {
        try {
            return Mailboxes.inField("From", value).stream()
                    .findFirst()
                    .map(author -> author.domain().text());
        } catch (InvalidMailException e) {
            return Optional.empty(); // what names no domain is none of ours
        }
    }
}
