package dev.postern.mail.dkim;

import dev.postern.mail.signature.Canonicalization;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What signatures of ours cover.
 *
 * @param sealed the names of fields that are signed, and of which nobody may add one on the way: those that a reader sees, or that say how
 *     the body is to be read. From is always one
 * @param signed the names of fields that are signed where they are there, and of which more may be added on the way
 * @param headerForm the form of the header that is signed
 * @param bodyForm the form of the body that is signed
 * @param validity for how long signatures count; null for always
 */
public record DkimSigningPolicy(
        List<String> sealed,
        List<String> signed,
        Canonicalization headerForm,
        Canonicalization bodyForm,
        @Nullable Duration validity) {
    /** What RFC 6376 §5.4.1 recommends. Mailing lists may still add fields of their own. */
    public static final DkimSigningPolicy STANDARD = new DkimSigningPolicy(
            List.of(
                    "From",
                    "Reply-To",
                    "Subject",
                    "Date",
                    "To",
                    "Cc",
                    "Message-ID",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding"),
            List.of(
                    "Sender",
                    "In-Reply-To",
                    "References",
                    "Resent-Date",
                    "Resent-From",
                    "Resent-To",
                    "Resent-Cc",
                    "List-Id",
                    "List-Help",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "List-Subscribe",
                    "List-Post",
                    "List-Owner",
                    "List-Archive"),
            Canonicalization.RELAXED,
            Canonicalization.RELAXED,
            null);

    /** @throws IllegalArgumentException if From is not sealed, or no signature would count */
    public DkimSigningPolicy {
        sealed = List.copyOf(sealed);
        signed = List.copyOf(signed);
        if (sealed.stream().noneMatch("From"::equalsIgnoreCase)) {
            throw new IllegalArgumentException("From must be sealed (RFC 6376 §5.4, §8.15)");
        }
        if (validity != null && validity.toSeconds() < 1) {
            throw new IllegalArgumentException("signatures that count for no second");
        }
    }

    /** The same for other forms. */
    public DkimSigningPolicy withForms(Canonicalization header, Canonicalization body) {
        return new DkimSigningPolicy(sealed, signed, header, body, validity);
    }

    /** The same with signatures that count for so long; null for always. */
    public DkimSigningPolicy withValidity(@Nullable Duration duration) {
        return new DkimSigningPolicy(sealed, signed, headerForm, bodyForm, duration);
    }
}
