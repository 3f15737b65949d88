package dev.postern.mail.arc;

import dev.postern.mail.auth.field.ResultsField;
import dev.postern.mail.dkim.DkimSigningPolicy;
import java.util.List;
import java.util.stream.Stream;

/**
 * What signatures of ours in a chain cover.
 *
 * @param sealed the names of fields that are signed, and of which nobody may add one on the way
 * @param signed the names of fields that are signed where they are there, and of which more may be added on the way
 */
public record ArcSealingPolicy(List<String> sealed, List<String> signed) {
    private static final List<String> FORBIDDEN =
            List.of(ArcSeal.FIELD, ArcMessageSignature.FIELD, ArcChain.RESULTS_FIELD, ResultsField.NAME);

    /** What DKIM signs, and its signatures (RFC 8617 §4.1.2). */
    public static final ArcSealingPolicy STANDARD = new ArcSealingPolicy(
            DkimSigningPolicy.STANDARD.sealed(),
            Stream.concat(DkimSigningPolicy.STANDARD.signed().stream(), Stream.of("DKIM-Signature"))
                    .toList());

    /** @throws IllegalArgumentException if fields of ARC or Authentication-Results are among them (RFC 8617 §4.1.2) */
    public ArcSealingPolicy {
        sealed = List.copyOf(sealed);
        signed = List.copyOf(signed);
        if (Stream.concat(sealed.stream(), signed.stream())
                .anyMatch(name -> FORBIDDEN.stream().anyMatch(name::equalsIgnoreCase))) {
            throw new IllegalArgumentException("ARC does not sign its own fields, nor " + ResultsField.NAME);
        }
    }
}
