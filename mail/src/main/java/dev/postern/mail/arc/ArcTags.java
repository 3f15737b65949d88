package dev.postern.mail.arc;

import dev.postern.mail.dkim.DkimName;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MalformedSignatureException;
import dev.postern.mail.signature.SignatureAlgorithm;
import dev.postern.mail.signature.SigningDomain;
import dev.postern.mail.signature.TagList;

/** What the fields of a seal and of a signature have in common (RFC 8617 §4.1.2, §4.1.3). */
final class ArcTags {
    private final HeaderField field;
    private final TagList tags;
    private final SignatureAlgorithm algorithm;
    private final DkimName key;
    private final byte[] signature;

    /** @throws MalformedSignatureException if one of them is missing or malformed */
    ArcTags(HeaderField field) {
        this.field = field;
        this.tags = TagList.parse(field);
        this.algorithm = SignatureAlgorithm.named(tags.required("a"))
                .filter(known -> known != SignatureAlgorithm.RSA_SHA1) // RFC 8301 §3.1
                .orElseThrow(() -> new MalformedSignatureException("an algorithm that does not count"));
        this.key = new DkimName(SigningDomain.domain(tags.required("d")), SigningDomain.selector(tags.required("s")));
        this.signature = tags.octets("b");
        tags.time("t");
    }

    TagList list() {
        return tags;
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    DkimName key() {
        return key;
    }

    byte[] signature() {
        return signature;
    }

    /** The field as it is signed itself: without the signature. */
    HeaderField unsigned() {
        return tags.withEmpty("b", field);
    }
}
