package dev.postern.mail.arc;

import dev.postern.mail.signature.Canonicalization;
import dev.postern.mail.signature.HeaderField;
import dev.postern.mail.signature.SignedText;

/**
 * The three fields that one who handled a mail has added (RFC 8617 §4.2).
 *
 * @param instance its number
 * @param results the ARC-Authentication-Results
 * @param signature the ARC-Message-Signature
 * @param sealField the ARC-Seal
 * @param seal what that says
 */
record ArcSet(int instance, HeaderField results, HeaderField signature, HeaderField sealField, ArcSeal seal) {
    /** Appends all of it, as later seals sign it (RFC 8617 §5.1.1). */
    void appendTo(SignedText signed) {
        appendUnsealed(signed);
        signed.line(sealField, Canonicalization.RELAXED);
    }

    /** Appends what its own seal signs besides itself. */
    void appendUnsealed(SignedText signed) {
        signed.line(results, Canonicalization.RELAXED).line(signature, Canonicalization.RELAXED);
    }
}
