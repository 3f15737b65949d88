package dev.postern.mail.dkim;

import org.jspecify.annotations.Nullable;

/**
 * What came of one signature.
 *
 * @param signature null where it is malformed
 * @param reason why it did not pass, in words of our own that hold nothing of the mail; empty where it passed
 * @param testing whether the domain says of the key that it only tries DKIM: a failure then means what no signature means (RFC 6376 §3.6.1)
 */
public record DkimFinding(DkimResult result, @Nullable DkimSignature signature, String reason, boolean testing) {
    static DkimFinding of(DkimResult result, @Nullable DkimSignature signature, String reason) {
        return new DkimFinding(result, signature, reason, false);
    }
}
