package dev.postern.mail.arc;

import java.util.List;

/**
 * What came of the chain of one mail.
 *
 * @param reason why it failed, in words of our own that hold nothing of the mail; else empty
 * @param hops who sealed it, the first one first; none where the chain did not pass
 * @param oldestPass which hop's signature is the oldest that still fits the mail, where all newer ones do; 0 where all do, and where the chain did not pass
 */
public record ArcReport(ArcResult result, String reason, List<ArcHop> hops, int oldestPass) {
    /** No chain. */
    public static final ArcReport NONE = new ArcReport(ArcResult.NONE, "", List.of(), 0);

    /** Keeps a copy of the list. */
    public ArcReport {
        hops = List.copyOf(hops);
    }

    static ArcReport fail(String reason) {
        return new ArcReport(ArcResult.FAIL, reason, List.of(), 0);
    }
}
