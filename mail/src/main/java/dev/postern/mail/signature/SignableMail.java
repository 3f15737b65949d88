package dev.postern.mail.signature;

import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mail that is to be signed, read once: its header, and the hashes of its body. */
public final class SignableMail {
    private final MailHeader header;
    private final Map<SignatureAlgorithm, BodyHash> bodies;

    private SignableMail(MailHeader header, Map<SignatureAlgorithm, BodyHash> bodies) {
        this.header = header;
        this.bodies = bodies;
    }

    /**
     * Reads a mail.
     *
     * @param algorithms for which there will be a hash of the body
     * @throws InvalidMailException if the header is larger than this or 10,000 lines, ambiguous, or has not one From
     * @throws IOException if the mail can't be read
     */
    public static SignableMail read(
            Message message, int maxHeader, Canonicalization bodyForm, Collection<SignatureAlgorithm> algorithms)
            throws IOException {
        Reading reading = new Reading(bodyForm, algorithms);
        MailPass pass = new MailPass(maxHeader, List.of(reading));
        try (InputStream in = message.open()) {
            pass.update(in);
        }
        pass.finish();
        return reading.mail();
    }

    /** The header. */
    public MailHeader header() {
        return header;
    }

    /**
     * The hash of the body.
     *
     * @throws IllegalArgumentException if it was not asked for
     */
    public byte[] bodyHash(SignatureAlgorithm algorithm) {
        BodyHash body = bodies.get(algorithm);
        if (body == null) {
            throw new IllegalArgumentException("no hash for " + algorithm);
        }
        return body.value().clone();
    }

    private static final class Reading implements MailPass.Listener {
        private final Canonicalization bodyForm;
        private final Collection<SignatureAlgorithm> algorithms;
        private final Map<SignatureAlgorithm, BodyHash> wanted = new EnumMap<>(SignatureAlgorithm.class);
        private @Nullable MailHeader header;

        Reading(Canonicalization bodyForm, Collection<SignatureAlgorithm> algorithms) {
            this.bodyForm = bodyForm;
            this.algorithms = algorithms;
        }

        @Override
        public void onHeader(MailHeader read, BodyHashes bodies) {
            if (read.named("From").size() != 1) { // RFC 6376 §3.8
                throw new InvalidMailException("the message has not one From");
            }
            header = read;
            for (SignatureAlgorithm algorithm : algorithms) {
                wanted.put(algorithm, bodies.want(bodyForm, algorithm, BodyHash.ALL));
            }
        }

        @Override
        public void onUnreadable(String reason) {
            throw new InvalidMailException(reason);
        }

        SignableMail mail() {
            if (header == null) {
                throw new IllegalStateException("the mail has not ended");
            }
            return new SignableMail(header, wanted);
        }
    }
}
