package dev.postern.mail.arc;

import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.MalformedSignatureException;

/** What an ARC-Seal says (RFC 8617 §4.1.3). */
final class ArcSeal {
    static final String FIELD = "ARC-Seal";

    private final ArcTags tags;
    private final String status;

    /** @throws MalformedSignatureException if it is malformed */
    ArcSeal(HeaderField field) {
        this.tags = new ArcTags(field);
        if (tags.list().value("h") != null) {
            throw new MalformedSignatureException("a seal with a list of fields");
        }
        this.status = tags.list().required("cv");
    }

    ArcTags tags() {
        return tags;
    }

    /** What its maker found of the chain below (cv=), as it is written. */
    String status() {
        return status;
    }
}
