package dev.postern.mail.dmarc;

import java.util.Optional;

/**
 * What came of one mail.
 *
 * @param author the domain that was judged, in A-labels and lower case; of several the one that decides; empty where it can't be told
 * @param published the policy that applies; empty where there is none
 * @param requested what that asks for mail of the author's domain that fails
 * @param disposition what is to be done by that, which takes into account whether the domain only tries its policy; NONE where the mail has not failed. Whether
 *     it is done is the receiver's to decide (RFC 9989 §5.4)
 * @param spfAligned whether SPF has verified the author's domain, or one of its organization
 * @param dkimAligned whether DKIM has
 * @param reason why it did not pass, in words of our own; empty where it did
 */
public record DmarcFinding(
        DmarcResult result,
        String author,
        Optional<PublishedPolicy> published,
        DmarcPolicy requested,
        DmarcPolicy disposition,
        boolean spfAligned,
        boolean dkimAligned,
        String reason) {

    static DmarcFinding without(DmarcResult result, String author, Optional<PublishedPolicy> published, String reason) {
        return new DmarcFinding(result, author, published, DmarcPolicy.NONE, DmarcPolicy.NONE, false, false, reason);
    }
}
