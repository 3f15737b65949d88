package dev.postern.mail.dkim;

import dev.postern.mail.HeaderEdit;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.Splice;
import dev.postern.mail.SplicedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signs mails in the name of a domain (RFC 6376 §5), by each of the keys that are in use. Immutable. */
public final class DkimSigner {
    static final int MAX_HEADER = 256 << 10;

    private final DkimKeys keys;
    private final DkimSigningPolicy policy;
    private final Clock clock;

    public DkimSigner(DkimKeys keys, DkimSigningPolicy policy, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Reads a mail once, and signs it as it will be sent: what changes it later breaks the signatures.
     *
     * @param domain in A-labels and lower case; that of From, for the signature to count for DMARC
     * @return the DKIM-Signature fields for the top of the mail; none, and nothing is read, where the domain has no key
     * @throws InvalidMailException if the header can't be read, is larger than 256 KiB or 10,000 lines, or has not one From
     * @throws IOException if the mail can't be read
     */
    public List<HeaderEdit.Insert> sign(Message message, String domain) throws IOException {
        Instant now = clock.instant();
        List<DkimKey> current = keys.keys(domain, now);
        if (current.isEmpty()) {
            return List.of();
        }
        Feed feed = new Feed(current);
        try (InputStream in = message.open()) {
            feed.feed(in);
        }
        feed.end();
        feed.hashes.finish();
        List<HeaderEdit.Insert> fields = new ArrayList<>();
        for (int i = 0; i < current.size(); i++) {
            fields.add(new HeaderEdit.Insert(
                    0,
                    SignatureField.LABEL,
                    value(current.get(i), feed.header(), feed.bodies.get(i).value(), now)));
        }
        return fields;
    }

    /**
     * The mail with its signatures at the top, which reads the rest from the original and closes it; the same mail where the domain has no key.
     *
     * @param domain as in {@link #sign}
     * @throws IOException as in {@link #sign}
     */
    public Message signed(Message message, String domain) throws IOException {
        List<HeaderEdit.Insert> fields = sign(message, domain);
        if (fields.isEmpty()) {
            return message;
        }
        StringBuilder top = new StringBuilder();
        for (HeaderEdit.Insert field : fields) {
            top.append(field.name()).append(':').append(field.value()).append("\r\n");
        }
        return new SplicedMessage(message, List.of(Splice.of(0, 0, top.toString())));
    }

    private String value(DkimKey key, MailHeader header, byte[] bodyHash, Instant now) {
        List<String> names = names(header);
        SignatureField field = new SignatureField()
                .tag("v", DkimSignature.VERSION)
                .tag("a", key.algorithm().toString())
                .tag("c", policy.headerForm() + "/" + policy.bodyForm())
                .tag("d", key.domain())
                .tag("s", key.selector())
                .tag("t", String.valueOf(now.getEpochSecond()));
        if (policy.validity() != null) {
            field.tag("x", String.valueOf(now.plus(policy.validity()).getEpochSecond()));
        }
        field.words("h", names)
                .tag("bh", Base64.getEncoder().encodeToString(bodyHash))
                .emptySignature();
        byte[] signed = field.canonical(header.canonical(names, policy.headerForm(), null), policy.headerForm());
        return field.signature(Base64.getEncoder().encodeToString(key.sign(signed)))
                .value();
    }

    /** RFC 6376 §5.4.2, §8.15: each name as often as the field is there, and those that nobody may add once more. */
    private List<String> names(MailHeader header) {
        return Stream.concat(
                        policy.sealed().stream()
                                .flatMap(name ->
                                        Collections.nCopies(header.named(name).size() + 1, name).stream()),
                        policy.signed().stream()
                                .flatMap(name ->
                                        Collections.nCopies(header.named(name).size(), name).stream()))
                .toList();
    }

    private final class Feed extends MailFeed {
        private final BodyHashes hashes = new BodyHashes();
        private final List<BodyHash> bodies;
        private @Nullable MailHeader header;

        Feed(List<DkimKey> keys) {
            super(MAX_HEADER);
            this.bodies = keys.stream()
                    .map(key -> hashes.want(policy.bodyForm(), key.algorithm(), BodyHash.ALL))
                    .toList();
        }

        @Override
        void onHeader(byte[] octets) {
            MailHeader read = MailHeader.parse(octets);
            if (read.named("From").size() != 1) { // RFC 6376 §3.8
                throw new InvalidMailException("the message has not one From");
            }
            header = read;
        }

        @Override
        void onTooLarge() {
            throw new InvalidMailException(
                    "the header of the message is larger than " + MAX_HEADER + " octets or " + MAX_LINES + " lines");
        }

        @Override
        void onBody(byte[] octets, int from, int to) {
            hashes.update(octets, from, to);
        }

        MailHeader header() {
            if (header == null) {
                throw new IllegalStateException("the mail has not ended");
            }
            return header;
        }
    }
}
