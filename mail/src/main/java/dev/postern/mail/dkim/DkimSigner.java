package dev.postern.mail.dkim;

import dev.postern.mail.HeaderEdit;
import dev.postern.mail.InvalidMailException;
import dev.postern.mail.Message;
import dev.postern.mail.Splice;
import dev.postern.mail.SplicedMessage;
import dev.postern.mail.signature.SignableMail;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.mail.signature.SignatureField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

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
        List<SignatureAlgorithm> algorithms =
                current.stream().map(DkimKey::algorithm).toList();
        SignableMail mail = SignableMail.read(message, MAX_HEADER, policy.bodyForm(), algorithms);
        List<HeaderEdit.Insert> fields = new ArrayList<>();
        for (DkimKey key : current) {
            fields.add(new HeaderEdit.Insert(0, DkimSignature.FIELD, value(key, mail, now)));
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

    private String value(DkimKey key, SignableMail mail, Instant now) {
        List<String> names = mail.header().covered(policy.sealed(), policy.signed());
        SignatureField field = new SignatureField(DkimSignature.FIELD)
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
                .tag("bh", Base64.getEncoder().encodeToString(mail.bodyHash(key.algorithm())))
                .emptySignature();
        ByteBuffer signed = field.canonical(mail.header().canonical(names, policy.headerForm()), policy.headerForm());
        return field.signature(Base64.getEncoder().encodeToString(key.sign(signed)), SignatureField.COLUMNS)
                .value();
    }
}
