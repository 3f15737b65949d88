package dev.postern.mail.arc;

import dev.postern.mail.signature.BodyHash;
import dev.postern.mail.signature.BodyHashes;
import dev.postern.mail.signature.Canonicalization;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MailHeader;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.SignedText;
import dev.postern.mail.signature.VerifyingKey;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an ARC-Message-Signature says (RFC 8617 §4.1.2), and whether it fits the mail. */
final class ArcMessageSignature {
    static final String FIELD = "ARC-Message-Signature";

    /** Where none is given, as all who make such chains understand it; RFC 8617 §4.1.2 leaves it at DKIM's simple/simple. */
    private static final String RELAXED = "relaxed/relaxed";

    private final HeaderField field;
    private final MailHeader header;
    private final ArcTags tags;
    private final Canonicalization headerForm;
    private final List<String> signedFields;
    private final byte[] bodyHash;
    private final BodyHash body;

    /** @throws MalformedSignatureException if it is malformed, or one that does not count now */
    ArcMessageSignature(HeaderField field, MailHeader header, BodyHashes bodies, Instant now, Duration skew) {
        this.field = field;
        this.header = header;
        this.tags = new ArcTags(field);
        String given = tags.list().value("c");
        String forms = given == null ? RELAXED : given;
        this.headerForm = Canonicalization.ofHeader(forms);
        this.bodyHash = tags.list().octets("bh");
        this.signedFields = signedFields(tags);
        Instant expiration = tags.list().time("x");
        if (expiration != null && now.minus(skew).isAfter(expiration)) { // RFC 6376 §3.5
            throw new MalformedSignatureException("it has expired");
        }
        if (tags.list().value("l") != null) { // RFC 6376 §8.2
            throw new MalformedSignatureException("only the start of the body is signed");
        }
        this.body = bodies.want(Canonicalization.ofBody(forms), tags.algorithm(), BodyHash.ALL);
    }

    private static List<String> signedFields(ArcTags tags) {
        tags.list().required("h");
        List<String> words = tags.list().words("h");
        List<String> names = words == null ? List.of() : words;
        // RFC 8617 §4.1.2: none of ARC's; a seal of this set can't be there yet
        if (names.stream().anyMatch(ArcSeal.FIELD::equalsIgnoreCase)) {
            throw new MalformedSignatureException("seals are signed");
        }
        return names.stream().filter(name -> !name.isEmpty()).toList();
    }

    ArcTags tags() {
        return tags;
    }

    /** Whether the mail, which has ended, is as it was signed. */
    boolean fits(VerifyingKey key) {
        if (!MessageDigest.isEqual(body.value(), bodyHash)) {
            return false;
        }
        SignedText signed = header.canonical(signedFields, headerForm, field).last(tags.unsigned(), headerForm);
        return key.verifies(tags.algorithm(), signed.view(), tags.signature());
    }
}
